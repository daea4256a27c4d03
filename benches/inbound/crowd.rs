//! People who write: 32 connections that stay open, each sends a signed message, waits for its 200, and sends the next.
//! The requests are made before the round begins, so that the crowd costs the machine as little as pgbench does.

use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use prag::{
    channels::generic::{SIGNATURE_HEADER, TIMESTAMP_HEADER, sign},
    clock::Clock,
};
use serde_json::json;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    task::JoinSet,
    time::{Instant, sleep},
};

use crate::{
    ground::Ground,
    house::{House, SECRET},
};

const CONNECTIONS: usize = 32;
/// How often the inbox is looked at once every message is in.
const LOOK: Duration = Duration::from_millis(2);
/// First messages, each with the answer of the same person to the question of consent that follows.
const MESSAGES: [(&str, &str); 6] = [
    ("Mirëdita, jemi kthyer nga Gjermania me dy fëmijë dhe nuk dimë si t'i regjistrojmë në shkollë", "PO"),
    ("Pershendetje, me duhet ndihme per banim ne Peje", "Po"),
    ("Поштовани, вратили смо се у Ораховац и кућа нам је заузета, коме да се обратим?", "ДА"),
    ("Dobar dan, potrebna su mi dokumenta, izvod i licna karta, zivim u Gracanici", "Da"),
    ("Hello, we came back to Prizren last month and my mother needs a doctor", "YES"),
    ("I need help with my property papers in Klina", "Yes"),
];

/// Everybody who has written so far.
#[derive(Default)]
pub struct Crowd {
    /// People known, by number.
    people: usize,
    /// Those among them who have answered.
    answered: usize,
    messages: usize,
}

/// What a round came to.
pub struct Round {
    /// Arrivals per second, from the first request until the last reply is in the outbox.
    pub per_second: f64,
    /// From each request to its 200.
    pub waits: Vec<Duration>,
}

impl Crowd {
    /// This many strangers write, and this many people answer who wrote in an earlier round.
    pub async fn write(
        &mut self,
        house: &House,
        ground: &Ground,
        first: usize,
        second: usize,
    ) -> Result<Round> {
        ensure!(self.answered + second <= self.people, "nobody is left to answer");
        let mut requests: Vec<Vec<Vec<u8>>> = vec![Vec::new(); CONNECTIONS];
        let strangers = (self.people..self.people + first).map(|person| (person, MESSAGES[person % 6].0));
        let answers = (self.answered..self.answered + second).map(|person| (person, MESSAGES[person % 6].1));
        // The two kinds alternate on every connection.
        let (mut strangers, mut answers) = (strangers.fuse(), answers.fuse());
        let mut at = 0;
        loop {
            let (stranger, answer) = (strangers.next(), answers.next());
            if stranger.is_none() && answer.is_none() {
                break;
            }
            for (person, words) in stranger.into_iter().chain(answer) {
                requests[at % CONNECTIONS].push(self.request(house, person, words));
            }
            at += 1;
        }
        self.people += first;
        self.answered += second;
        let mut sockets = Vec::new();
        for _ in 0..CONNECTIONS {
            let socket = TcpStream::connect(house.door).await?;
            socket.set_nodelay(true)?;
            sockets.push(socket);
        }
        let (before, _) = ground.counts().await?;

        let began = Instant::now();
        let mut writing = JoinSet::new();
        for (socket, requests) in sockets.into_iter().zip(requests) {
            writing.spawn(connection(socket, requests));
        }
        let mut waits = Vec::with_capacity(first + second);
        while let Some(joined) = writing.join_next().await {
            waits.extend(joined??);
        }
        while !ground.quiet().await? {
            sleep(LOOK).await;
        }
        let took = began.elapsed();

        let (after, aside) = ground.counts().await?;
        let (replies, arrivals) = (after - before, first + second);
        ensure!(aside == 0, "{aside} stimuli were set aside");
        ensure!(replies >= i64::try_from(arrivals)?, "{replies} replies to {arrivals} arrivals");
        Ok(Round { per_second: arrivals as f64 / took.as_secs_f64(), waits })
    }

    fn request(&mut self, house: &House, person: usize, words: &str) -> Vec<u8> {
        self.messages += 1;
        let (id, from) = (format!("bench-{}", self.messages), format!("+3834{person:07}"));
        let body = json!({ "id": id, "from": from, "to": "50505", "text": words }).to_string();
        let timestamp = Clock::System.now().timestamp();
        let signature = sign(&SECRET.into(), timestamp, body.as_bytes());
        let head = format!(
            "POST /sms/bench HTTP/1.1\r\nhost: {}\r\ncontent-type: application/json\r\n\
             {TIMESTAMP_HEADER}: {timestamp}\r\n{SIGNATURE_HEADER}: {signature}\r\ncontent-length: {}\r\n\r\n",
            house.door,
            body.len()
        );
        [head.into_bytes(), body.into_bytes()].concat()
    }
}

async fn connection(mut socket: TcpStream, requests: Vec<Vec<u8>>) -> Result<Vec<Duration>> {
    let mut waits = Vec::with_capacity(requests.len());
    let mut answer = [0; 1024];
    for request in requests {
        let began = Instant::now();
        socket.write_all(&request).await?;
        let mut length = 0;
        while !answer[..length].ends_with(b"\r\n\r\n") {
            let more = socket.read(&mut answer[length..]).await?;
            ensure!(more > 0, "the door hung up");
            length += more;
        }
        waits.push(began.elapsed());
        let head = std::str::from_utf8(&answer[..length]).context("a head in ASCII")?;
        if !(head.starts_with("HTTP/1.1 200 ") && head.contains("content-length: 0\r\n")) {
            bail!("the door said {}", head.lines().next().unwrap_or_default());
        }
    }
    Ok(waits)
}
