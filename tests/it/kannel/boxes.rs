//! A real bearerbox and smsbox with the configuration of the guide, and the far side of its SMSC: `fakesmsc`, which takes one
//! line for each message. Not here: what is said.

use std::{
    collections::VecDeque,
    fs,
    io::{BufRead, BufReader},
    net::{SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
};

use prag::text::{Encoding, segments};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use url::form_urlencoded::byte_serialize;

use crate::stage::house::SOON;

/// What an operator copies.
const GUIDE: &str = include_str!("../../../docs/kannel.conf");
pub const TOKEN: &str = "T0k3nOfTheRealKannel";
pub const PASSWORD: &str = "a-password-of-smsbox";
pub const NUMBER: &str = "50505";
const MISSING: &str = "Kannel is missing: apt-get install --yes --no-install-recommends kannel kannel-extras";
/// Debian has it where nobody looks.
const FAKESMSC: &str = "/usr/lib/kannel/test/fakesmsc";

/// So many ports that were free a moment ago.
pub fn free_ports<const N: usize>() -> [u16; N] {
    let held = [(); N].map(|()| TcpListener::bind("127.0.0.1:0").expect("a free port"));
    held.map(|listener| listener.local_addr().expect("bound").port())
}

/// The two programs, until they are dropped.
pub struct Boxes {
    programs: Vec<Child>,
    ground: PathBuf,
    /// Where texts are asked for.
    pub send_url: String,
    smsc: u16,
}

impl Boxes {
    /// Starts them beside a Prag whose line has its doors here.
    pub fn start(prag: SocketAddr, line: &str) -> Self {
        let [admin, inner, sends, smsc] = free_ports();
        let ground = std::env::temp_dir().join(format!("prag-kannel-{}-{smsc}", std::process::id()));
        fs::create_dir_all(ground.join("spool")).expect("a directory of its own");
        let mut told = GUIDE.to_owned();
        for (in_guide, here) in [
            ("13000", admin.to_string()),
            ("13001", inner.to_string()),
            ("13013", sends.to_string()),
            ("10000", smsc.to_string()),
            ("https://prag.example.org", format!("http://{prag}")),
            ("NAME/TOKEN", format!("{line}/{TOKEN}")),
            ("ADMIN-PASSWORD", "an-admin".to_owned()),
            ("= PASSWORD", format!("= {PASSWORD}")),
            ("SPOOL-DIRECTORY", ground.join("spool").display().to_string()),
        ] {
            assert!(told.contains(in_guide), "the guide has no {in_guide}");
            told = told.replace(in_guide, &here);
        }
        let file = ground.join("kannel.conf");
        fs::write(&file, told).expect("written");
        let send_url = format!("http://127.0.0.1:{sends}/cgi-bin/sendsms");
        let mut boxes = Self { programs: Vec::new(), ground, send_url, smsc };
        boxes.run("bearerbox", &file, "smsc_fake: start called");
        boxes.run("smsbox", &file, "Connected to bearerbox");
        boxes
    }

    /// Runs a program until it says that it is ready.
    fn run(&mut self, name: &str, file: &Path, ready: &str) {
        // Debian has them where only root looks.
        let debians = Path::new("/usr/sbin").join(name);
        let mut command = Command::new(if debians.exists() { debians.as_os_str() } else { name.as_ref() });
        command.arg(file).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut program = command.spawn().expect(MISSING);
        let said = BufReader::new(program.stderr.take().expect("piped"));
        self.programs.push(program);
        let mut lines = said.split(b'\n').map_while(Result::ok);
        let mut earlier = Vec::new();
        loop {
            let Some(line) = lines.next() else { panic!("{name} ended: {earlier:#?}") };
            let line = String::from_utf8_lossy(&line).into_owned();
            if line.contains(ready) {
                break;
            }
            earlier.push(line);
        }
        // What it says later is read and dropped, so that it never waits for a reader.
        thread::spawn(move || lines.for_each(drop));
    }

    /// The SMSC's far side.
    pub fn phones(&self) -> Phones {
        let (tell, lines) = unbounded_channel();
        let smsc = self.smsc.to_string();
        Phones { smsc, program: None, tell, lines, shown: VecDeque::new(), parts: Vec::new() }
    }
}

impl Drop for Boxes {
    fn drop(&mut self) {
        for program in self.programs.iter_mut().rev() {
            let _ = program.kill();
            let _ = program.wait();
        }
        let _ = fs::remove_dir_all(&self.ground);
    }
}

/// A text on the screen of a phone.
#[derive(Debug)]
struct Shown {
    to: String,
    text: String,
    encoding: Encoding,
}

/// Every phone behind the SMSC.
pub struct Phones {
    smsc: String,
    /// It brings the message it was started with, and takes what comes until the next one is to be brought.
    program: Option<Child>,
    tell: UnboundedSender<String>,
    lines: UnboundedReceiver<String>,
    shown: VecDeque<Shown>,
    /// The bytes of a long text of which not every part has come.
    parts: Vec<u8>,
}

impl Phones {
    /// Somebody writes in letters that fit one byte or seven bits; Kannel is given them in UTF-8, as from an SMPP line.
    pub async fn write(&mut self, from: &str, text: &str) {
        self.say(&format!("{from} {NUMBER} text {text}")).await;
    }

    /// Somebody writes in UCS-2.
    pub async fn write_ucs2(&mut self, from: &str, text: &str) {
        let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        self.say(&format!("{from} {NUMBER} ucs2 {}", escaped(&bytes))).await;
    }

    /// Somebody writes a long message, whose parts arrive in the wrong order.
    pub async fn write_long(&mut self, from: &str, parts: &[&str]) {
        let total = u8::try_from(parts.len()).expect("few parts");
        for (part, at) in parts.iter().zip(1..=total).rev() {
            let header = escaped(&[5, 0, 3, 77, total, at]);
            self.say(&format!("{from} {NUMBER} udh-text {header} {part}")).await;
        }
    }

    async fn say(&mut self, line: &str) {
        self.hang_up();
        let mut command = Command::new(FAKESMSC);
        command.args(["-H", "127.0.0.1", "-r", &self.smsc, "-m", "1", line]);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut program = command.spawn().expect(MISSING);
        let said = BufReader::new(program.stderr.take().expect("piped"));
        self.program = Some(program);
        let (tell, (sent, is_sent)) = (self.tell.clone(), tokio::sync::oneshot::channel());
        thread::spawn(move || {
            let mut sent = Some(sent);
            for line in said.lines().map_while(Result::ok) {
                if let Some((_, message)) = line.split_once("ot message ") {
                    let (_, message) = message.split_once(": <").expect("it stands in brackets");
                    let _ = tell.send(message.strip_suffix('>').expect("they are closed").to_owned());
                } else if line.ends_with("sent message 1") {
                    let _ = sent.take().expect("one message").send(());
                }
            }
        });
        tokio::time::timeout(SOON, is_sent).await.expect("bearerbox listens").expect("it is sent");
    }

    fn hang_up(&mut self) {
        if let Some(mut program) = self.program.take() {
            let _ = program.kill();
            let _ = program.wait();
        }
    }

    /// The next text is this one, to this phone, in the cheapest encoding it can have.
    pub async fn hear(&mut self, by: &str, expected: &str) {
        let hearing = async {
            // A text with more than one line comes line by line.
            while self.shown.front().is_none_or(|shown| shown.text != expected) {
                let line = self.lines.recv().await.expect("we hold the other end");
                self.take(&line);
            }
        };
        let heard = tokio::time::timeout(SOON, hearing).await.is_ok();
        assert!(heard, "{by} waits for {expected:?} and has {:?}", self.shown);
        let shown = self.shown.pop_front().expect("it was looked at");
        assert_eq!((shown.to.as_str(), shown.encoding), (by, segments(expected).encoding), "{expected}");
    }

    /// The next text, whatever it is; it is whole when another has begun.
    pub async fn hear_whole(&mut self, by: &str) -> String {
        let hearing = async {
            while self.shown.len() < 2 {
                let line = self.lines.recv().await.expect("we hold the other end");
                self.take(&line);
            }
        };
        let heard = tokio::time::timeout(SOON, hearing).await.is_ok();
        assert!(heard, "{by} waits for two texts and has {:?}", self.shown);
        let shown = self.shown.pop_front().expect("it was counted");
        assert_eq!(shown.to, by);
        shown.text
    }

    /// `from to text WORDS`, `from to ucs-2 BYTES`, `from to udh HEADER data BYTES`, or what is left of a text.
    fn take(&mut self, line: &str) {
        let words: Vec<&str> = line.splitn(6, ' ').collect();
        let (to, text, encoding) = match words[..] {
            [NUMBER, to, "text", ..] => {
                let text = line.splitn(4, ' ').nth(3).unwrap_or_default();
                (to, text.to_owned(), Encoding::Gsm7)
            }
            [NUMBER, to, "ucs-2", bytes] => (to, utf16(&unescaped(bytes)), Encoding::Ucs2),
            [NUMBER, to, "udh", header, "data", bytes] => {
                let header = unescaped(header);
                self.parts.extend(unescaped(bytes));
                if header[4] != header[5] {
                    return;
                }
                let whole = std::mem::take(&mut self.parts);
                // No text in UTF-8 has this byte, and every one in UTF-16 does: a Cyrillic letter's, or a space's.
                if whole.iter().any(|byte| matches!(byte, 0 | 4)) {
                    (to, utf16(&whole), Encoding::Ucs2)
                } else {
                    (to, String::from_utf8(whole).expect("UTF-8"), Encoding::Gsm7)
                }
            }
            _ => {
                let shown = self.shown.back_mut().expect("it begins with a header");
                shown.text.push('\n');
                shown.text.push_str(line);
                return;
            }
        };
        self.shown.push_back(Shown { to: to.to_owned(), text, encoding });
    }
}

impl Drop for Phones {
    fn drop(&mut self) {
        self.hang_up();
    }
}

fn escaped(bytes: &[u8]) -> String {
    byte_serialize(bytes).collect()
}

fn unescaped(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let digits = [rest.next().expect("a digit"), rest.next().expect("a digit")];
                u8::from_str_radix(std::str::from_utf8(&digits).expect("digits"), 16).expect("hexadecimal")
            }
            plain => plain,
        });
    }
    bytes
}

fn utf16(bytes: &[u8]) -> String {
    let units: Vec<u16> = bytes.chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
    String::from_utf16(&units).expect("UTF-16")
}
