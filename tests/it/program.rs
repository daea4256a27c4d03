//! The program as people start it: the demo, its refusals, and the small commands; each in a process of its own.

use std::{
    fs,
    io::{BufRead, BufReader, Read},
    net::TcpListener,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
};

/// A directory that is deleted with its test; the user that runs PostgreSQL can enter it.
pub struct Ground(pub PathBuf);

impl Ground {
    pub fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("prag-program-{}-{name}", std::process::id()));
        fs::create_dir(&path).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        Self(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn data(&self) -> String {
        self.0.join("data").to_str().unwrap().to_owned()
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

pub fn prag(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_prag"));
    command.args(arguments).stdin(Stdio::null()).env_remove("DATABASE_URL").env_remove("PRAG_CONFIG");
    command
}

pub fn ended(command: &mut Command) -> (bool, String) {
    let Output { status, stdout, stderr } = command.output().unwrap();
    (status.success(), format!("{}{}", String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr)))
}

/// A demo that stays up; it is interrupted, as by Ctrl-C, when dropped.
pub struct Staying(Child);

impl Staying {
    pub fn up(data: &str) -> Self {
        let mut child = prag(&["demo", "--listen", "127.0.0.1:0", "--data", data])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let up = lines.by_ref().any(|line| line.unwrap().starts_with("The demo stays up"));
        assert!(up, "the demo ended early");
        // What it says later is read and dropped, so that it never waits for a reader.
        std::thread::spawn(move || lines.for_each(drop));
        Self(child)
    }

    pub fn interrupted(mut self) -> bool {
        let id = self.0.id().to_string();
        assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
        self.0.wait().unwrap().success()
    }
}

impl Drop for Staying {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn the_demo_plays_twice_on_the_same_data_and_everything_arrives() {
    let ground = Ground::new("twice");
    let data = ground.data();
    for start in ["6 colleagues joined", "the demo's colleagues are here already"] {
        let (well, said) = ended(&mut prag(&["demo", "--once", "--data", &data]));
        assert!(well, "{said}");
        assert!(said.contains(start), "{said}");
        assert!(said.contains("everything that was said has arrived"), "{said}");
    }
}

#[test]
fn a_demo_that_stays_up_is_alone_in_its_directory_and_can_be_talked_to() {
    let ground = Ground::new("alone");
    let data = ground.data();
    let staying = Staying::up(&data);
    let (well, said) = ended(&mut prag(&["demo", "--once", "--data", &data]));
    assert!(!well && said.contains("another prag is using") && said.contains("--data"), "{said}");

    let mut talk =
        prag(&["talk", "--data", &data]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut keyboard = talk.stdin.take().unwrap();
    std::io::Write::write_all(&mut keyboard, b":sms +38349000001\nI need help with my papers\n").unwrap();
    let mut screen = BufReader::new(talk.stdout.take().unwrap());
    let mut seen = String::new();
    while !seen.contains("May we keep") && !seen.contains("1 Yes") {
        assert_ne!(screen.read_line(&mut seen).unwrap(), 0, "{seen}");
    }
    drop(keyboard);
    screen.read_to_string(&mut seen).unwrap();
    assert!(talk.wait().unwrap().success(), "{seen}");

    assert!(staying.interrupted(), "Ctrl-C is an orderly end");
    let (well, said) = ended(&mut prag(&["talk", "--data", &data]));
    assert!(!well && said.contains("no demo runs in"), "{said}");
}

#[test]
fn what_is_in_the_way_is_one_sentence_with_its_remedy() {
    let ground = Ground::new("way");
    let data = ground.data();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let (well, said) = ended(&mut prag(&["demo", "--once", "--data", &data, "--listen", &address]));
    assert!(!well && said.contains("is in use") && said.contains("--listen"), "{said}");

    let mut serve = prag(&["serve", "--listen", "127.0.0.1:0", "--data", &data]);
    let (well, said) = ended(serve.env("PRAG_INNER_LISTEN", &address).current_dir(&ground.0));
    assert!(!well && said.contains("is in use") && said.contains("PRAG_INNER_LISTEN=off"), "{said}");

    let nowhere = ground.0.join("nowhere");
    let (well, said) = ended(prag(&["demo", "--once", "--data", &data]).env("PRAG_PG_BIN", &nowhere));
    assert!(!well && said.contains("apt-get install -y postgresql"), "{said}");

    let (well, said) = ended(prag(&["serve"]).current_dir(&ground.0));
    assert!(!well && said.contains("DATABASE_URL"), "{said}");
    assert_eq!(said.trim().lines().count(), 1, "{said}");
}

#[test]
fn a_key_file_is_made_by_one_command_and_read_by_the_doctor() {
    let ground = Ground::new("keys");
    let (well, line) = ended(&mut prag(&["keys", "new", "--name", "2026"]));
    assert!(well && line.starts_with("2026:") && line.trim().len() == "2026:".len() + 64, "a key line");
    let file = ground.0.join("keys");
    fs::write(&file, &line).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    let staff = &["staff", "invite", "--role", "coordinator", "--data", &ground.data()];
    let (well, link) = ended(prag(staff).env("PRAG_KEYS_FILE", &file).current_dir(&ground.0));
    assert!(well && link.starts_with("/start join-"), "{link}");
    let line = [
        ("PRAG_SMS_1_NAME", "vala"),
        ("PRAG_SMS_1_SECRET", "agreed between both sides"),
        ("PRAG_SMS_1_SEND_URL", "http://127.0.0.1:1/"),
        ("PRAG_SMS_1_SENDER", "50505"),
    ];
    let examined = |keys: &str| {
        let mut doctor = prag(&["doctor", "--data", &ground.data()]);
        ended(doctor.env("PRAG_KEYS_FILE", keys).envs(line).current_dir(&ground.0))
    };
    let (_, said) = examined(file.to_str().unwrap());
    assert!(
        said.contains("well  keys") && said.contains("well  locales") && said.contains("well  database"),
        "{said}"
    );
    let never = "well  line       vala: last arrival never, last parcel taken never, 0 waiting";
    assert!(said.contains(never), "{said}");
    assert!(said.contains("ILL   staff") && said.contains("prag staff invite"), "{said}");
    let mut channels = prag(&["channels", "--data", &ground.data()]);
    let (well, said) =
        ended(channels.env("PRAG_KEYS_FILE", file.to_str().unwrap()).envs(line).current_dir(&ground.0));
    let listed = "vala: generic, at most 10 a second, called at the public address/sms/vala\n    \
                  last arrival never, last text taken never, 0 waiting\n";
    assert!(well && said.contains(listed), "{said}");
    assert!(!said.contains("agreed"), "{said}");
    fs::write(&file, "2026:short").unwrap();
    let (well, said) = examined(file.to_str().unwrap());
    assert!(!well && said.contains("ILL   keys") && said.contains("line 1"), "{said}");
    assert!(!said.contains("short"), "a key is never shown: {said}");
}

#[test]
fn messages_are_understood_line_by_line_without_any_settings() {
    let mut understand =
        prag(&["understand", "--explain"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let messages =
        "vajza ska certifikate te lindjes, jemi 5 veta ne Peje\nстање 417-2605?\n\n\u{1f44d}\nSTOP";
    let mut keyboard = understand.stdin.take().unwrap();
    std::io::Write::write_all(&mut keyboard, messages.as_bytes()).unwrap();
    drop(keyboard);
    let Output { status, stdout, .. } = understand.wait_with_output().unwrap();
    assert!(status.success());
    let read: Vec<serde_json::Value> =
        String::from_utf8(stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let told = |key: &str| read.iter().map(|one| one[key].clone()).collect::<Vec<_>>();
    assert_eq!(read.len(), 5, "{read:#?}");
    assert_eq!(told("intent")[..2], ["documentation", "status"]);
    assert_eq!(told("intent")[4], "stop");
    assert_eq!((&read[0]["municipality"], &read[0]["household_size"]), (&"17".into(), &5.into()));
    assert_eq!((&read[1]["case_number"], &read[1]["script"]), (&"417-2605".into(), &"Cyrl".into()));
    assert!(read[2]["language"].is_null() && read[3]["language"].is_null(), "{read:#?}");
    assert_eq!(read[0]["because"][0]["word"], "certifikate");
}

#[test]
fn every_command_shows_an_example() {
    for command in [
        &["demo"][..],
        &["talk"],
        &["understand"],
        &["serve"],
        &["doctor"],
        &["staff", "invite"],
        &["staff", "list"],
        &["channels"],
        &["keys", "new"],
        &["backup"],
        &["restore"],
    ] {
        let (well, said) = ended(prag(command).arg("--help"));
        assert!(well && said.contains("Example"), "{said}");
    }
}

#[test]
fn a_text_is_counted_from_the_command_line_or_standard_input() {
    let expected = "written  UCS-2  9 units  1 part\nfolded   GSM-7  9 units  1 part\n\nMiredita!\n";
    let (well, said) = ended(&mut prag(&["sms", "Mirëdita!"]));
    assert!(well && said == expected, "{said}");

    let mut asked = prag(&["sms"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    std::io::Write::write_all(&mut asked.stdin.take().unwrap(), "Mirëdita!\n".as_bytes()).unwrap();
    let said = String::from_utf8(asked.wait_with_output().unwrap().stdout).unwrap();
    assert_eq!(said, expected);
}
