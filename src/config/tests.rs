//! Settings as operators give them: precedence, secrets in files, groups, doubts, and the example.
use std::{collections::HashMap, fs, os::unix::fs::PermissionsExt};

use chrono::NaiveTime;
use secrecy::ExposeSecret;

use super::{file::File, *};
use crate::channels::generic;

const EXAMPLE: &str = include_str!("../../prag.example.toml");
pub(super) const DATABASE_URL: (&str, &str) = ("DATABASE_URL", "postgres://u:hush@h/d");

/// A working directory of one test.
pub(super) struct Desk(PathBuf);

impl Desk {
    pub(super) fn new(name: &str) -> Self {
        let dir = std::env::temp_dir().join(format!("prag-config-{}-{name}", std::process::id()));
        fs::create_dir_all(dir.join("secrets")).unwrap();
        Self(dir)
    }

    /// A desk with a `prag.toml`.
    fn with(name: &str, settings: &str) -> Self {
        let desk = Self::new(name);
        desk.write("prag.toml", settings);
        desk
    }

    pub(super) fn write(&self, file: &str, text: &str) -> PathBuf {
        let path = self.path(file);
        fs::write(&path, text).unwrap();
        self.allow(file, 0o600);
        path
    }

    fn allow(&self, file: &str, mode: u32) {
        fs::set_permissions(self.path(file), fs::Permissions::from_mode(mode)).unwrap();
    }

    pub(super) fn load_with(&self, flags: &Flags, env: &[(&str, &str)]) -> Result<Config, Error> {
        let env: HashMap<&str, &str> = env.iter().copied().collect();
        Config::load_from(&self.0, flags, &|name| env.get(name).map(OsString::from))
    }

    pub(super) fn load(&self, env: &[(&str, &str)]) -> Config {
        self.load_with(&Flags::default(), env).unwrap_or_else(|error| panic!("{error}"))
    }

    pub(super) fn path(&self, file: &str) -> PathBuf {
        self.0.join(file)
    }

    /// The sentence of a refusal, with the name of this directory taken out.
    pub(super) fn refusal(&self, env: &[(&str, &str)]) -> String {
        let error = self.load_with(&Flags::default(), env).unwrap_err();
        error.to_string().replace(&format!("{}/", self.0.display()), "")
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        // Left behind in the temporary directory at worst.
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn url(config: &Config) -> &str {
    match &config.database {
        Database::Url(url) => url.expose_secret(),
        Database::Data(data) => panic!("data in {}", data.display()),
    }
}

#[test]
fn a_database_is_enough() {
    let config = Desk::new("enough").load(&[DATABASE_URL]);
    assert_eq!(url(&config), "postgres://u:hush@h/d");
    assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(config.inner_listen, InnerListen::Usual(INNER_LISTEN));
    assert_eq!(config.alarms, Thresholds::default());
    assert_eq!((config.public_url, config.pg_bin), (None, None));
    assert!(config.telegram.is_none() && config.sms.is_empty() && config.keys.is_none());
    assert!(config.fold_sms);
    assert_eq!((config.log, config.rust_log.as_str()), (LogFormat::Text, "info"));
    assert_eq!(config.office.telephone, Office::default().telephone);
    assert_eq!(
        config.warnings,
        ["no telephone of the office is set, so people are told 038 000 000: set PRAG_OFFICE_TELEPHONE"]
    );
}

#[test]
fn the_command_line_goes_before_the_environment_and_that_before_the_file() {
    let settings = "listen = '127.0.0.1:1'\nfold_sms = false\nlog = 'json'\n[database]\ndata = 'data'\n";
    let desk = Desk::with("precedence", settings);
    let config = desk.load(&[]);
    assert_eq!((config.listen.port(), config.fold_sms, config.log), (1, false, LogFormat::Json));
    assert!(matches!(&config.database, Database::Data(data) if *data == desk.0.join("data")));

    let env = [DATABASE_URL, ("PRAG_LISTEN", "127.0.0.1:2"), ("PRAG_FOLD_SMS", "true"), ("PRAG_LOG", "")];
    let config = desk.load(&env);
    assert_eq!((config.listen.port(), config.fold_sms, config.log), (2, true, LogFormat::Json));
    assert_eq!(url(&config), DATABASE_URL.1);

    let flags = Flags {
        listen: Some("127.0.0.1:3".parse().unwrap()),
        data: Some("elsewhere".into()),
        ..Flags::default()
    };
    let config = desk.load_with(&flags, &env).unwrap();
    assert_eq!(config.listen.port(), 3);
    assert!(matches!(&config.database, Database::Data(data) if data.as_path() == Path::new("elsewhere")));
}

#[test]
fn the_settings_file_is_the_one_named() {
    let desk = Desk::with("named", "rust_log = 'here'");
    let by_variable = desk.write("variable.toml", "rust_log = 'variable'");
    let by_flag = desk.write("flag.toml", "rust_log = 'flag'");
    let env = [DATABASE_URL, ("PRAG_CONFIG", by_variable.to_str().unwrap())];
    assert_eq!(desk.load(&[DATABASE_URL]).rust_log, "here");
    assert_eq!(desk.load(&env).rust_log, "variable");
    let flags = Flags { config: Some(by_flag), ..Flags::default() };
    assert_eq!(desk.load_with(&flags, &env).unwrap().rust_log, "flag");
}

#[test]
fn secrets_come_from_files_of_their_own() {
    let settings = "[telegram]\ntoken_file = 'secrets/token'\n[keys]\nfile = 'secrets/keys'\n";
    let desk = Desk::with("files", settings);
    let database = desk.write("secrets/database", "postgres://h/d\r\n");
    desk.write("secrets/token", "1:from-table\n");
    desk.write("secrets/keys", "# two\nb:02\na:01\n\n");
    let env = [("DATABASE_URL_FILE", database.to_str().unwrap())];
    let config = desk.load(&env);
    assert_eq!(url(&config), "postgres://h/d");
    assert_eq!(config.telegram.unwrap().token.expose_secret(), "1:from-table");
    // One newline at the end is not part of the secret, a second is.
    assert_eq!(config.keys.unwrap().expose_secret(), "# two\nb:02\na:01\n");

    let token = desk.write("secrets/other", "2:from-variable");
    let env = [env[0], ("PRAG_TELEGRAM_TOKEN_FILE", token.to_str().unwrap()), ("PRAG_KEYS", "c:03")];
    fs::remove_file(desk.0.join("secrets/token")).unwrap();
    let config = desk.load(&env);
    assert_eq!(config.telegram.unwrap().token.expose_secret(), "2:from-variable");
    assert_eq!(config.keys.unwrap().expose_secret(), "c:03");
}

#[test]
fn the_bot_polls_unless_told_otherwise() {
    let desk = Desk::new("bot");
    let env =
        [DATABASE_URL, ("PRAG_TELEGRAM_TOKEN", "1:a"), ("PRAG_TELEGRAM_API_URL", "http://127.0.0.1:9/")];
    let telegram = desk.load(&env).telegram.unwrap();
    assert_eq!(telegram.api_url.as_str(), "http://127.0.0.1:9/");
    assert!(matches!(telegram.mode, Mode::Polling));

    let webhook = [
        DATABASE_URL,
        ("PRAG_TELEGRAM_TOKEN", "1:a"),
        ("PRAG_TELEGRAM_MODE", "webhook"),
        ("PRAG_TELEGRAM_WEBHOOK_SECRET", "known_to-both"),
        ("PRAG_PUBLIC_URL", "https://prag.example.org/"),
    ];
    let config = desk.load(&webhook);
    let telegram = config.telegram.unwrap();
    assert_eq!(telegram.api_url.as_str(), "https://api.telegram.org/");
    assert_eq!(config.public_url.as_deref(), Some("https://prag.example.org"));
    let Mode::Webhook { public_url, secret } = telegram.mode else { panic!("not a webhook") };
    assert_eq!((public_url.as_str(), secret.expose_secret()), ("https://prag.example.org", "known_to-both"));
}

#[test]
fn lines_come_from_tables_and_groups_key_by_key() {
    let table = "[[sms]]\nname = 'vala'\nsend_url = 'https://v.example/?key=hush'\nsender = '50505'\nper_second = 3\n";
    let desk = Desk::with("lines", table);
    let config = desk.load(&[
        DATABASE_URL,
        ("PRAG_SMS_1_NAME", "vala"),
        ("PRAG_SMS_1_SECRET", "hush-0123456789a"),
        ("PRAG_SMS_1_SENDER", "PRAG"),
        ("PRAG_SMS_7_NAME", "desk-2"),
        ("PRAG_SMS_7_KIND", "generic"),
        ("PRAG_SMS_7_SECRET", "hush-0123456789b"),
        ("PRAG_SMS_7_SEND_URL", "http://localhost:1/send"),
        ("PRAG_SMS_7_SENDER", "+38344000000"),
    ]);
    let [vala, desk_2] = &config.sms[..] else { panic!("{:?}", config.sms) };
    assert_eq!((vala.name.0.as_str(), vala.settings.text("sender"), vala.per_second), ("vala", "PRAG", 3));
    assert_eq!(vala.settings.text("secret"), "hush-0123456789a");
    assert_eq!(vala.settings.url("send_url").as_str(), "https://v.example/?key=hush");
    assert_eq!((desk_2.name.0.as_str(), desk_2.kind.name, desk_2.per_second), ("desk-2", "generic", 10));
    assert_eq!(desk_2.settings.text("secret"), "hush-0123456789b");
    assert!(!format!("{config:?}").contains("hush"), "{config:?}");
}

#[test]
fn the_office_is_told_setting_by_setting() {
    let settings = "[office]\nopens = 09:30\nholidays = ['02-29', '12-25']\non_call = true\nzone = 'UTC'\n";
    let desk = Desk::with("office", settings);
    let office = desk.load(&[DATABASE_URL, ("PRAG_OFFICE_TELEPHONE", "+383 (0)38 500-100")]).office;
    let hour = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).unwrap();
    assert_eq!((office.opens, office.closes), (hour(9, 30), hour(16, 0)));
    assert_eq!(office.holidays, [(2, 29), (12, 25)]);
    assert_eq!((office.on_call, office.zone), (true, chrono_tz::UTC));
    assert_eq!(office.telephone, "+383 (0)38 500-100");

    let env = [DATABASE_URL, ("PRAG_OFFICE_HOLIDAYS", "01-01, 02-17"), ("PRAG_OFFICE_CLOSES", "18:00")];
    let office = desk.load(&env).office;
    assert_eq!((office.closes, office.holidays), (hour(18, 0), vec![(1, 1), (2, 17)]));
    assert!(
        Desk::with("no-holidays", "office.holidays = []").load(&[DATABASE_URL]).office.holidays.is_empty()
    );
}

#[test]
fn the_spool_is_found_where_state_is_kept() {
    let desk = Desk::with("spool", "[spool]\nmax_mib = 5\nmax_hours = 1\n");
    let session = ("XDG_STATE_HOME", "/home/u/.local/state");
    let systemd = ("STATE_DIRECTORY", "/var/lib/p");
    for (env, dir) in [
        (&[DATABASE_URL][..], Path::new("/var/lib/prag/spool")),
        (&[DATABASE_URL, session], Path::new("/home/u/.local/state/prag/spool")),
        (&[DATABASE_URL, session, systemd], Path::new("/var/lib/p/spool")),
        (&[("PRAG_DATA", "/data"), session], Path::new("/data/spool")),
        (&[DATABASE_URL, session, ("PRAG_SPOOL_DIR", "/spool")], Path::new("/spool")),
    ] {
        assert_eq!(desk.load(env).spool.dir, dir);
    }
    desk.write("prag.toml", "[spool]\ndir = 'here'\nmax_mib = 5\nmax_hours = 1\n");
    let limits = crate::spool::Limits { bytes: 5 << 20, age: chrono::Duration::hours(1) };
    assert_eq!(desk.load(&[DATABASE_URL]).spool, Spool { dir: desk.0.join("here"), limits });
}

#[test]
fn alarms_are_set_one_by_one_and_nothing_is_never() {
    let settings = "inner_listen = 'off'\n[alarms]\nsilence_hours = 0\nunsent_minutes = 30\naside = 5\nquiet_lines = ['desk']";
    let desk = Desk::with("alarms", settings);
    let env = [DATABASE_URL, ("PRAG_ALARMS_ASIDE", "0"), ("PRAG_ALARMS_RESTARTS", "3")];
    let config = desk.load(&env);
    let expected = Thresholds {
        silence: None,
        quiet_lines: vec!["desk".to_owned()],
        unsent: Some(chrono::Duration::minutes(30)),
        aside: None,
        restarts: Some(3),
        ..Thresholds::default()
    };
    assert_eq!((config.inner_listen, config.alarms), (InnerListen::Off, expected));
    let unknown =
        "quiet_lines under [alarms] names desk, and there is no such line: correct it, or take it out";
    assert!(config.warnings.iter().any(|warning| warning == unknown), "{:?}", config.warnings);
    let env = [
        DATABASE_URL,
        ("PRAG_INNER_LISTEN", "10.0.0.5:9999"),
        ("PRAG_ALARMS_QUIET_LINES", "telegram, desk"),
        ("PRAG_TELEGRAM_TOKEN", "1:a"),
    ];
    let config = desk.load(&env);
    assert_eq!(config.inner_listen, InnerListen::At("10.0.0.5:9999".parse().unwrap()));
    assert_eq!(config.alarms.quiet_lines, ["telegram", "desk"]);
    assert_eq!(config.warnings.iter().filter(|warning| warning.contains("quiet_lines")).count(), 1);
}

#[test]
fn doubtful_settings_are_reported_and_accepted() {
    let settings = "[[sms]]\nname = 'a'\nsecret = 'short'\nsend_url = 'http://10.0.0.7/'\nsender = '1'\n";
    let desk = Desk::with("doubtful", settings);
    let keys = desk.write("secrets/keys", "a:01");
    let env = [
        DATABASE_URL,
        ("PRAG_KEYS_FILE", keys.to_str().unwrap()),
        ("PRAG_OFFICE_TELEPHONE", "038 500 100"),
        ("PRAG_TELEGRAM_TOKEN", "1:a"),
        ("PRAG_TELEGRAM_WEBHOOK_SECRET", "hush"),
    ];
    let warnings = || {
        let warnings = desk.load(&env).warnings.join("\n");
        warnings.replace(&format!("{}/", desk.0.display()), "")
    };
    let always = "PRAG_TELEGRAM_WEBHOOK_SECRET has no effect while the mode is polling\n\
        `secret` under [[sms]] number 1 in prag.toml is shorter than 16 characters and could be guessed: agree on a \
        longer one\n\
        `send_url` under [[sms]] number 1 in prag.toml begins with http://, so whatever goes there can be read on \
        the way: use https://";
    assert_eq!(warnings(), always);
    desk.allow("prag.toml", 0o644);
    desk.allow("secrets/keys", 0o604);
    let open = format!(
        "prag.toml holds secrets and every user of this machine may read it: chmod o= it, or move them to files\n\
         {always}\n\
         the file that PRAG_KEYS_FILE names holds a secret and every user of this machine may read it: \
         chmod o= it"
    );
    assert_eq!(warnings(), open);
    desk.allow("secrets/keys", 0o640);
    desk.write("prag.toml", "");
    desk.allow("prag.toml", 0o644);
    assert_eq!(warnings(), "PRAG_TELEGRAM_WEBHOOK_SECRET has no effect while the mode is polling");
}

#[test]
fn the_example_is_valid_as_it_stands_and_with_every_setting_taken() {
    let desk = Desk::with("example", EXAMPLE);
    assert_eq!(
        desk.load(&[DATABASE_URL]).warnings.len(),
        1,
        "nothing is set, so only the telephone is missing"
    );

    for (file, secret) in [
        ("database-url", "postgres://h/d"),
        ("telegram-token", "1:a"),
        ("telegram-webhook", "agreed"),
        ("sms-vala", "agreed-long-enough"),
        ("keys", "a:01"),
    ] {
        desk.write(&format!("secrets/{file}"), secret);
    }
    let taken = EXAMPLE.lines().map(|line| line.strip_prefix("# ").unwrap_or(line));
    desk.write("prag.toml", &taken.collect::<Vec<_>>().join("\n"));
    let config = desk.load(&[]);
    assert!(matches!(config.telegram, Some(Telegram { mode: Mode::Webhook { .. }, .. })));
    assert_eq!((config.sms.len(), config.keys.is_some(), config.warnings), (1, true, vec![]));
    let spool = Desk::new("example-spool").load(&[DATABASE_URL]).spool;
    assert_eq!(config.spool, spool, "the example shows the defaults");
    let (office, default) = (config.office, Office::default());
    assert_eq!((office.opens, office.closes, office.zone), (default.opens, default.closes, default.zone));
    assert_eq!((office.holidays, office.on_call), (default.holidays, default.on_call));
    let quiet_lines = vec!["vala".to_owned()];
    assert_eq!(config.alarms, Thresholds { quiet_lines, ..Thresholds::default() });
    assert_eq!(config.inner_listen, InnerListen::At(INNER_LISTEN));
}

#[test]
fn the_example_shows_every_key() {
    let mut shown = 0;
    for table in ["", "[database]", "[telegram]", "[office]", "[alarms]", "[keys]", "[spool]"] {
        let below = EXAMPLE.split_once(&format!("# {table}\n")).map_or(EXAMPLE, |(_, below)| below);
        let section = below.split("\n# [").next().unwrap();
        let refused = File::read(&format!("{table}\nunknown = 1"), Path::new("")).unwrap_err().to_string();
        let (_, known) = refused.split_once("expected ").unwrap();
        for key in known.split('`').skip(1).step_by(2) {
            let is_shown = section
                .lines()
                .any(|line| ["# ", "#| "].iter().any(|mark| line.starts_with(&format!("{mark}{key} = "))));
            let is_table = ["# [", "# [["].iter().any(|mark| EXAMPLE.contains(&format!("\n{mark}{key}]")));
            assert!(is_shown || table.is_empty() && is_table, "{key} under {table}");
            shown += 1;
        }
    }
    assert!(shown > 30, "{shown}");
    // The other kinds of networks have a chapter each in docs/networks.md.
    let (_, sms) = EXAMPLE.split_once("# [[sms]]\n").unwrap();
    let own = ["name", "kind", "per_second", "reaches"].into_iter();
    for key in own.chain(generic::KIND.keys.iter().map(|key| key.name)) {
        assert!(sms.contains(&format!("\n# {key} = ")) || sms.contains(&format!("\n#| {key} = ")), "{key}");
    }
}

#[test]
fn the_environment_is_that_of_the_process() {
    assert!(environment("PATH").is_some());
    assert_eq!(environment("PRAG_NOBODY_SETS_THIS"), None);
}
