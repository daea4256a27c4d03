//! Every sentence with which settings are refused, and that none of them tells a secret.
use std::{fs, os::unix::ffi::OsStringExt};

use clap::Parser;

use super::tests::{DATABASE_URL, Desk};
use super::*;

/// What `prag.toml` holds, what the environment holds, and the sentence.
type Refusal<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a str);

fn check(name: &str, refusals: &[Refusal<'_>]) {
    let desk = Desk::new(name);
    for (settings, env, sentence) in refusals {
        desk.write("prag.toml", settings);
        let env: Vec<_> = [DATABASE_URL].into_iter().chain(env.iter().copied()).collect();
        assert_eq!(desk.refusal(&env), *sentence, "{settings}");
    }
}

#[test]
fn files_that_cannot_be_used() {
    let desk = Desk::new("unusable");
    let unreadable = "No such file or directory (os error 2); correct the path or who may read it";
    let missing = desk.path("missing");
    let missing = missing.to_str().unwrap();
    for (env, place) in [
        (("PRAG_CONFIG", missing), "cannot read missing (named by PRAG_CONFIG): "),
        (("PRAG_KEYS_FILE", missing), "cannot read the file that PRAG_KEYS_FILE names: "),
        (
            ("PRAG_TELEGRAM_TOKEN_FILE", "1:hush"),
            "cannot read the file that PRAG_TELEGRAM_TOKEN_FILE names: ",
        ),
    ] {
        assert_eq!(desk.refusal(&[DATABASE_URL, env]), format!("{place}{unreadable}"));
    }
    let flags = Flags { config: Some(missing.into()), ..Flags::default() };
    let error = desk.load_with(&flags, &[]).unwrap_err().to_string();
    assert!(error.ends_with(&format!("missing (named by --config): {unreadable}")), "{error}");

    let empty = desk.write("empty", "\n");
    assert_eq!(
        desk.refusal(&[("DATABASE_URL_FILE", empty.to_str().unwrap())]),
        "the file that DATABASE_URL_FILE names is empty; write the secret into it"
    );
    fs::create_dir(desk.path("prag.toml")).unwrap();
    assert_eq!(
        desk.refusal(&[DATABASE_URL]),
        "cannot read prag.toml: Is a directory (os error 21); correct the path or who may read it"
    );
}

#[test]
fn lines_that_mean_nothing() {
    check(
        "meaningless",
        &[
            (
                "\n[telegram]\ntokn = 'hush'",
                &[],
                "prag.toml, line 3 (`tokn`): unknown field `tokn`, expected one of `token`, `token_file`, `api_url`, \
                 `mode`, `webhook_secret`, `webhook_secret_file`; correct that line, as in prag.example.toml",
            ),
            (
                "lisen = '127.0.0.1:80'",
                &[],
                "prag.toml, line 1 (`lisen`): unknown field `lisen`, expected one of `listen`, `inner_listen`, \
                 `public_url`, `fold_sms`, `log`, `rust_log`, `database`, `telegram`, `sms`, `office`, `alarms`, \
                 `keys`, `spool`; correct that line, as in prag.example.toml",
            ),
            (
                "keys = '1:hush'",
                &[],
                "prag.toml, line 1 (`keys`): here belongs a table: its name in brackets, and its keys on the lines \
                 below; correct that line, as in prag.example.toml",
            ),
            (
                "[sms]\nname = 'a'",
                &[],
                "prag.toml, line 1: here belongs a list: values in [ ], or tables that begin with [[ ]]; correct that \
                 line, as in prag.example.toml",
            ),
            (
                "rust_log = ['info']",
                &[],
                "prag.toml, line 1 (`rust_log`): this key takes one value, in quotes; correct that line, as in \
                 prag.example.toml",
            ),
            (
                "log = 'text'\nlisten 127.0.0.1:80",
                &[],
                "prag.toml, line 2: key with no value, expected `=`; correct that line, as in prag.example.toml",
            ),
            ("listen = ''", &[], "`listen` in prag.toml is empty; give it a value, or take the line out"),
        ],
    );
}

#[test]
fn a_database_that_is_not_named_or_named_twice() {
    let desk = Desk::new("database");
    assert_eq!(
        desk.refusal(&[]),
        "no database is named; set DATABASE_URL=postgres://user:password@host/database (or DATABASE_URL_FILE, or \
         `url` under [database] in prag.toml), or name a directory for a server of prag's own with --data DIR"
    );
    check(
        "databases",
        &[
            (
                "",
                &[("PRAG_DATA", "/d")],
                "DATABASE_URL and PRAG_DATA are both set, and only one of them can hold; take one of them away",
            ),
            (
                "",
                &[("DATABASE_URL_FILE", "/d")],
                "DATABASE_URL and DATABASE_URL_FILE are both set, and only one of them can hold; take one of them away",
            ),
            (
                "",
                &[("DATABASE_URL", "mysql://u:hush@h")],
                "DATABASE_URL is not the address of a PostgreSQL database; write it as \
                 postgres://user:password@host/database",
            ),
        ],
    );
}

#[test]
fn single_settings_that_cannot_be_used() {
    let no_port = "PRAG_LISTEN = \"8080\" is not an address and port; write it as 127.0.0.1:8080";
    let no_inner =
        "PRAG_INNER_LISTEN = \"no\" is not an address and port; write it as 127.0.0.1:9187, or \"off\"";
    let no_number = "`aside` under [alarms] in prag.toml = \"two\" is not a whole number up to 525600; write a number, \
        or 0 for no such alarm";
    let no_hours = "PRAG_ALARMS_SILENCE_HOURS = \"-1\" is not a whole number up to 525600; write a number, or 0 for no \
        such alarm";
    let no_truth = "`fold_sms` in prag.toml = \"1\" is neither yes nor no; write true or false";
    let no_log = "`log` in prag.toml = \"xml\" is not a form of the log; write \"text\" or \"json\"";
    let no_filter =
        "RUST_LOG = \"prag=loud\" is not a filter for the log; write it as \"info\" or \"warn,prag=debug\"";
    let no_room =
        "PRAG_SPOOL_MAX_MIB = \"64 MiB\" is not a whole number above zero; write it as 64, without a unit";
    let no_age = "`max_hours` under [spool] in prag.toml = \"0\" is not a whole number above zero; write it as 64, without \
         a unit";
    let no_address = "PRAG_PUBLIC_URL is not an address to be reached at; write it as https://prag.example.org \
        (http:// only for localhost), with nothing after a `?` or `#`";
    check(
        "single",
        &[
            ("", &[("PRAG_LISTEN", "8080")], no_port),
            ("", &[("PRAG_INNER_LISTEN", "no")], no_inner),
            ("fold_sms = 1", &[], no_truth),
            ("alarms.aside = 'two'", &[], no_number),
            ("", &[("PRAG_ALARMS_SILENCE_HOURS", "-1")], no_hours),
            ("log = 'xml'", &[], no_log),
            ("", &[("RUST_LOG", "prag=loud")], no_filter),
            ("", &[("PRAG_SPOOL_MAX_MIB", "64 MiB")], no_room),
            ("spool.max_hours = 0", &[], no_age),
            ("", &[("PRAG_PUBLIC_URL", "http://prag.example.org")], no_address),
            ("", &[("PRAG_PUBLIC_URL", "https://u:hush@prag.example.org")], no_address),
            ("", &[("PRAG_PUBLIC_URL", "https://prag.example.org/?a")], no_address),
            ("", &[("PRAG_PUBLIC_URL", "prag.example.org")], no_address),
            ("", &[("PRAG_PUBLIC_URL", "localhost:8080")], no_address),
        ],
    );
    for local in
        ["http://localhost:8080", "http://127.0.0.1", "http://[::1]:9", "https://prag.example.org:8443/p"]
    {
        let config = Desk::new("local").load(&[DATABASE_URL, ("PRAG_PUBLIC_URL", local)]);
        assert_eq!(config.public_url.as_deref(), Some(local));
    }
}

#[test]
fn an_office_that_cannot_be() {
    let no_hour =
        "`opens` under [office] in prag.toml = \"8\" is not an hour of the day; write it as \"08:00\"";
    let never = "PRAG_OFFICE_CLOSES = \"08:00\" does not close the office later than it opens; set both opens and \
        closes";
    let no_day = "`holidays` under [office] in prag.toml = \"02-30\" is not a day of the year; write it as \"02-17\" \
        (month-day)";
    let no_days =
        "PRAG_OFFICE_HOLIDAYS = \"1 May\" is not a list of days; write it as 01-01,02-17 (month-day)";
    let no_zone = "PRAG_OFFICE_ZONE = \"Kosovo\" is not a time zone; write it as \"Europe/Belgrade\"";
    let no_number = "PRAG_OFFICE_TELEPHONE = \"ask Ana\" is not a telephone number; write it as people dial it: \
        \"038 500 100\"";
    check(
        "offices",
        &[
            ("office.opens = '8'", &[], no_hour),
            ("", &[("PRAG_OFFICE_CLOSES", "08:00")], never),
            ("office.holidays = ['01-01', '02-30']", &[], no_day),
            ("", &[("PRAG_OFFICE_HOLIDAYS", "1 May")], no_days),
            ("", &[("PRAG_OFFICE_ZONE", "Kosovo")], no_zone),
            ("", &[("PRAG_OFFICE_TELEPHONE", "ask Ana")], no_number),
        ],
    );
}

#[test]
fn a_bot_that_is_not_whole() {
    let no_token =
        "is set, but PRAG_TELEGRAM_TOKEN (or PRAG_TELEGRAM_TOKEN_FILE) is not; set both or neither";
    let not_a_token = "PRAG_TELEGRAM_TOKEN is not a bot token; copy the whole of it, digits, a colon and letters, from \
        @BotFather";
    let no_mode = "`mode` under [telegram] in prag.toml = \"push\" is not a way to receive updates; write \"polling\" \
        or \"webhook\"";
    let webhook = |missing| {
        format!(
            "PRAG_TELEGRAM_MODE asks for a webhook, which also needs {missing}; set that too, or set the mode to \
             \"polling\""
        )
    };
    let no_webhook_secret = webhook("PRAG_TELEGRAM_WEBHOOK_SECRET (or PRAG_TELEGRAM_WEBHOOK_SECRET_FILE)");
    let not_a_secret = "PRAG_TELEGRAM_WEBHOOK_SECRET is not a secret that Telegram takes; use 1 to 256 of the \
        characters A-Z a-z 0-9 _ -";
    let no_server = "PRAG_TELEGRAM_API_URL is not a web address; write it as https://gateway.example.org/send, without \
        user name and password";
    let (token, mode) = (("PRAG_TELEGRAM_TOKEN", "1:hush"), ("PRAG_TELEGRAM_MODE", "webhook"));
    let address = ("PRAG_PUBLIC_URL", "https://prag.example.org");
    check(
        "bots",
        &[
            ("[telegram]", &[], &format!("[telegram] in prag.toml {no_token}")),
            ("", &[mode], &format!("PRAG_TELEGRAM_MODE {no_token}")),
            (
                "",
                &[("PRAG_TELEGRAM_WEBHOOK_SECRET", "hush")],
                &format!("PRAG_TELEGRAM_WEBHOOK_SECRET {no_token}"),
            ),
            ("", &[("PRAG_TELEGRAM_TOKEN", "hush")], not_a_token),
            ("", &[("PRAG_TELEGRAM_TOKEN", "1:hush/../getMe")], not_a_token),
            ("telegram.mode = 'push'", &[token], no_mode),
            ("", &[token, mode], &webhook("PRAG_PUBLIC_URL")),
            ("", &[token, mode, address], &no_webhook_secret),
            ("", &[token, mode, address, ("PRAG_TELEGRAM_WEBHOOK_SECRET", "hush hush")], not_a_secret),
            ("", &[token, ("PRAG_TELEGRAM_API_URL", "ftp://api.telegram.org")], no_server),
        ],
    );
}

#[test]
fn lines_that_are_not_whole() {
    const WHOLE: &str = "[[sms]]\nname = 'a'\nsecret = 'hush'\nsend_url = 'https://h/?hush'\nsender = '1'\n";
    let named = |name: &str| WHOLE.replace("'a'", &format!("'{name}'"));
    let without = |key| WHOLE.lines().filter(|line| !line.starts_with(key)).collect::<Vec<_>>().join("\n");
    let of_table = |key, sentence: &str| format!("`{key}` under [[sms]] number 1 in prag.toml {sentence}");
    let lacks = |key| of_table("name", &format!("is set, but its `{key}` is not; set both or neither"));
    let no_name = |name: &str| {
        let remedy = "use 1 to 32 of the characters a-z 0-9 -, and not \"telegram\"";
        of_table("name", &format!("= {name:?} is not a name for a line; {remedy}"))
    };
    let namesake = "= \"a\" is the name of another line too; give every line a name of its own";
    let no_kind =
        of_table("kind", "= \"pigeon\" is not a kind of line; write one of those in docs/networks.md");
    let stranger = of_table(
        "colour",
        "means nothing to a line of the kind \"generic\", which knows `name`, `kind`, `per_second`, `reaches`, `secret`, \
         `send_url`, `sender`; take it out, or correct the kind",
    );
    let no_address = of_table(
        "send_url",
        "is not a web address; write it as https://gateway.example.org/send, without user name and password",
    );
    let no_rate = "PRAG_SMS_1_PER_SECOND = \"0\" is not a number of texts a second; write a whole number from 1 to \
        1000";
    let long = "a".repeat(33);
    check(
        "lines-not-whole",
        &[
            (
                "[[sms]]",
                &[],
                "[[sms]] number 1 in prag.toml is set, but its `name` is not; set both or neither",
            ),
            (&without("secret"), &[], &lacks("secret")),
            (&without("send_url"), &[], &lacks("send_url")),
            (&without("sender"), &[], &lacks("sender")),
            (&named("telegram"), &[], &no_name("telegram")),
            (&named("Vala"), &[], &no_name("Vala")),
            (&named(&long), &[], &no_name(&long)),
            (&WHOLE.repeat(2), &[], &of_table("name", namesake).replace("number 1", "number 2")),
            (&WHOLE.replace("[[sms]]", "[[sms]]\nkind = 'pigeon'"), &[], &no_kind),
            (&WHOLE.replace("[[sms]]", "[[sms]]\ncolour = 'hush'"), &[], &stranger),
            (&WHOLE.replace("https:", "mailto:"), &[], &no_address),
            (WHOLE, &[("PRAG_SMS_1_NAME", "a"), ("PRAG_SMS_1_PER_SECOND", "0")], no_rate),
        ],
    );
    let (name, secret) = (("PRAG_SMS_2_NAME", "a"), ("PRAG_SMS_2_SECRET", "hush"));
    check(
        "groups-not-whole",
        &[
            ("", &[secret], "PRAG_SMS_2_SECRET is set, but PRAG_SMS_2_NAME is not; set both or neither"),
            ("", &[name], "PRAG_SMS_2_NAME is set, but PRAG_SMS_2_SECRET is not; set both or neither"),
            (
                "",
                &[name, secret],
                "PRAG_SMS_2_NAME is set, but PRAG_SMS_2_SEND_URL is not; set both or neither",
            ),
            ("", &[name, ("PRAG_SMS_99_NAME", "a")], &format!("PRAG_SMS_99_NAME {namesake}")),
        ],
    );
}

#[test]
fn a_variable_that_is_not_text() {
    let env = |name: &str| (name == "PRAG_KEYS").then(|| OsString::from_vec(b"1:hush\xff".to_vec()));
    let flags = Flags { data: Some("d".into()), ..Flags::default() };
    assert_eq!(
        Config::load_from(&Desk::new("not-text").path(""), &flags, &env).unwrap_err().to_string(),
        "PRAG_KEYS is not text in UTF-8; set it again, or put a secret into a file and name that file"
    );
}

#[test]
fn a_wrong_flag_is_refused_by_name() {
    #[derive(Debug, Parser)]
    struct Line {
        #[command(flatten)]
        flags: Flags,
    }
    let line =
        Line::try_parse_from(["prag", "--listen", "[::1]:80", "--data", "d", "--config", "c"]).unwrap();
    assert_eq!(line.flags.listen, Some("[::1]:80".parse().unwrap()));
    assert_eq!((line.flags.data, line.flags.config), (Some("d".into()), Some("c".into())));
    let error = Line::try_parse_from(["prag", "--listen", "8080"]).unwrap_err().to_string();
    assert!(error.contains("--listen <ADDR>"), "{error}");
}

#[test]
fn no_refusal_tells_a_secret() {
    let desk = Desk::new("silent");
    let settings = [
        "keys = '1:hush'",
        "keys = ['1:hush']",
        "[keys]\n1:hush",
        "[keys]\n1:hush = 1",
        "telegram = '1:hush'",
        "telegram = ['1:hush']",
        "[telegram]\ntoken = ['1:hush']",
        "[telegram]\ntoken = { bot = '1:hush' }",
        "[telegram]\ntoken = 1:hush",
        "[telegram]\ntoken = '1:hush",
        "[telegram]\ntoken = '1:hush'\nmode = ['x']",
        "telegram.token = \"\"\"\nsecret = hush\n",
        "sms = 'hush, expected one'",
        "sms = ['hush']",
        "sms = [{ secret = ['hush'] }]",
        "[keys]\nfile = '1:hush'",
        "[telegram]\ntoken_file = '1:hush'",
        "[database]\nurl_file = 'postgres://u:hush@h'",
        "[database]\nurl = 'hush'",
        "[database]\nurl = 1.5\nurl = 'hush'",
        "database = 'postgres://u:hush@h'",
    ];
    for settings in settings {
        desk.write("prag.toml", settings);
        let flags =
            Flags { data: (!settings.starts_with("[database]")).then(|| "d".into()), ..Flags::default() };
        let error = desk.load_with(&flags, &[]).expect_err(settings);
        assert!(!format!("{error} {error:?}").contains("hush"), "{error:?}");
        assert!(error.to_string().contains("prag.toml") && !matches!(error, Error::NoDatabase), "{error}");
    }
}
