//! A real Kannel between a phone and Prag, with the configuration of docs/networks.md: what people write becomes a case, what
//! Prag answers arrives as it should look, and its reports come back.

mod boxes;

use boxes::{Boxes, NUMBER, PASSWORD, Phones, TOKEN, free_ports};
use prag::{
    channels::{SmsLine, client::Client, kannel, settings::Settings},
    ids::CaseNumber,
    phrases::Phrase,
    staff::Role,
};

use crate::stage::{
    house::{House, Plan, SOON},
    person::{Person, numbers},
    words::{Need, Tongues},
};

const LINE: &str = "short-code";

struct Street {
    house: House,
    phones: Phones,
    _boxes: Boxes,
}

impl Street {
    async fn open() -> Self {
        let mut house = House::empty(Plan::default()).await;
        let [port] = free_ports();
        house.listen.set_port(port);
        let boxes = Boxes::start(house.listen, LINE);
        let values = [
            ("token", TOKEN),
            ("send_url", boxes.send_url.as_str()),
            ("username", "prag"),
            ("password", PASSWORD),
            ("sender", NUMBER),
        ];
        let doors = format!("http://{}/sms/{LINE}", house.listen);
        let settings = Settings::of(LINE, Some(&doors), &values);
        house.lines.push(SmsLine::open(&kannel::KIND, settings, 500, Client::new().expect("TLS")));
        house.start_app().await;
        let phones = boxes.phones();
        Self { house, phones, _boxes: boxes }
    }

    /// Answers what is asked after the first words, which have been written, until there is a case.
    async fn answer_questions(&mut self, ana: &Person, need: &Need) -> CaseNumber {
        let (number, topic) = (ana.name(), need.topic());
        for (question, answer) in [
            (Phrase::WelcomeConsent, "1"),
            (Phrase::UnderstoodAskPlace { topic }, ana.reads.place()),
            (Phrase::AskDetail { topic }, need.detail),
            (Phrase::AskContact, need.called),
        ] {
            self.phones.hear(&number, &ana.text(&question)).await;
            self.phones.write(&number, answer).await;
        }
        let received = self.phones.hear_whole(&number).await;
        self.phones.hear(&number, &ana.text(&Phrase::NoPromise)).await;
        numbers(&received).expect("a case number and a PIN").number
    }

    /// Every text has been reported as delivered.
    async fn all_delivered(&self) {
        let reported = async {
            while !sqlx::query_scalar::<_, bool>(
                "select bool_and(state = 'delivered') from outbox where line = $1",
            )
            .bind(LINE)
            .fetch_one(&self.house.database.pool)
            .await
            .expect("an answer")
            {
                self.house.quiet().await;
            }
        };
        assert!(tokio::time::timeout(SOON, reported).await.is_ok(), "not every text was reported");
    }
}

/// From the first words to a case that a colleague reads, and every answer reported.
async fn becomes_a_case(reads: Tongues, need: Need, first: First) {
    let mut street = Street::open().await;
    let caseworker = street.house.colleague(Role::Caseworker, &[], &[]).await;
    let ana = street.house.sms("+38344987654", reads);
    let (number, mut told) = (ana.name(), need.words(reads).to_owned());
    match first {
        First::Plain => street.phones.write(&number, &told).await,
        First::Ucs2 => street.phones.write_ucs2(&number, &told).await,
        First::Long => {
            let parts =
                [told.as_str(), ", per te cilen kemi pritur ", "qe nga viti 2016, dhe tani fillon shkolla"];
            street.phones.write_long(&number, &parts).await;
            told = parts.concat();
        }
    }
    let case = street.answer_questions(&ana, &need).await;
    let day = street.house.day(need.topic().urgency().working_days());
    caseworker.hears(&Phrase::StaffOffer { case, day }).await;
    caseworker.writes(&format!("/case {case}")).await;
    let read = caseworker.hears_part(&case.to_string()).await;
    assert!(read.contains(&told) && read.contains(need.called), "{read}");
    street.all_delivered().await;
    street.house.close().await;
}

/// How the first words travel.
enum First {
    Plain,
    Ucs2,
    Long,
}

#[tokio::test]
#[ignore = "needs Kannel (apt-get install --no-install-recommends kannel kannel-extras): cargo test --test it -- --ignored kannel"]
async fn cyrillic_goes_in_and_out_in_ucs_2() {
    becomes_a_case(Tongues::SR_CYRL, Need::BIRTH, First::Ucs2).await;
}

#[tokio::test]
#[ignore = "needs Kannel (apt-get install --no-install-recommends kannel kannel-extras): cargo test --test it -- --ignored kannel"]
async fn albanian_goes_in_with_its_letters_and_out_in_gsm_7() {
    let said = "Përshëndetje, më duhet certifikata e lindjes për vajzën";
    becomes_a_case(Tongues::SQ, Need { said: [said; 4], ..Need::BIRTH }, First::Plain).await;
}

#[tokio::test]
#[ignore = "needs Kannel (apt-get install --no-install-recommends kannel kannel-extras): cargo test --test it -- --ignored kannel"]
async fn a_long_message_is_joined_whatever_the_order_of_its_parts() {
    becomes_a_case(Tongues::SQ, Need::BIRTH, First::Long).await;
}
