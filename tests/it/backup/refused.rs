//! Who is refused: databases in use, other people's tables, files of others, keys that do not fit. Nothing is changed.

use std::fs;

use prag::{
    ids::Dice,
    store::{
        MIGRATIONS,
        sealed::{Keys, Slot},
    },
};
use sqlx::{Executor, PgPool};

use super::{assert_same, backed_up, everything, fresh, restored, told};
use crate::{
    program::{Ground, ended},
    stage::{
        database::TestDatabase,
        house::{House, KEYS, keys},
        words::Tongues,
    },
};

/// A house in which somebody has written, and its backup.
async fn a_house(ground: &Ground) -> House {
    let house = House::open().await;
    house.telegram_person("Mira", Tongues::SQ).chooses_language().await;
    house.quiet().await;
    backed_up(ground, &house.database.url);
    house
}

async fn tables(url: &str) -> i64 {
    let pool = PgPool::connect(url).await.unwrap();
    let count = "select count(*) from pg_tables where schemaname = 'public'";
    let count = sqlx::query_scalar(count).fetch_one(&pool).await.unwrap();
    pool.close().await;
    count
}

#[tokio::test]
async fn a_database_in_use_is_left_alone() {
    let (ground, house) = (Ground::new("used"), a_house(&Ground::new("used-by")).await);
    let file = backed_up(&ground, &house.database.url);
    let url = house.database.url.clone();

    let was = everything(&house.database.pool).await;
    let (well, said) = restored(&ground, &url, &[]);
    assert!(!well && said.contains("has rows") && said.contains("createdb"), "{said}");
    assert_same(&everything(&house.database.pool).await, &was);

    let strangers = TestDatabase::empty().await;
    strangers.pool.execute("create table library (book text)").await.unwrap();
    strangers.pool.close().await;
    let (well, said) = restored(&ground, &strangers.url, &[]);
    assert!(!well && said.contains("not Prag's"), "{said}");
    assert_eq!(tables(&strangers.url).await, 1);
    // Another program may count its migrations in the same way.
    let pool = PgPool::connect(&strangers.url).await.unwrap();
    pool.execute("create table _sqlx_migrations as select 7::bigint as version").await.unwrap();
    pool.close().await;
    let (well, said) = restored(&ground, &strangers.url, &[]);
    assert!(!well && said.contains("not Prag's"), "{said}");
    assert_eq!(tables(&strangers.url).await, 2);

    // Nor does a backup write over anything.
    let before = fs::read(&file).unwrap();
    let (well, said) = ended(&mut told(&ground, &url, &["backup", "night.prag"]));
    assert!(!well && said.contains("is there already"), "{said}");
    assert_eq!(fs::read(&file).unwrap(), before);
    house.close().await;
}

#[tokio::test]
async fn a_database_that_was_served_and_never_written_to_will_do() {
    let ground = Ground::new("served");
    let house = a_house(&ground).await;
    let mut served = House::open().await;
    served.quiet().await;
    served.stop_app().await;
    // The bell of the stage is no part of Prag, and hangs in the backup too.
    served.database.pool.execute("drop function stage_rings cascade").await.unwrap();
    let (well, said) = restored(&ground, &served.database.url, &[]);
    assert!(well, "{said}");
    let was = everything(&house.database.pool).await;
    assert_same(&everything(&served.database.pool).await, &was);
    served.close().await;
    house.close().await;
}

#[tokio::test]
async fn keys_that_do_not_fit_restore_nothing() {
    let ground = Ground::new("keys");
    let house = a_house(&ground).await;
    let database = fresh().await;
    let mut dice = Dice::from_seed(1);
    let (other, same_name) = (Keys::new_line("other", &mut dice), Keys::new_line("test", &mut dice));
    // sha256 of `test`, as the remedy says.
    let id = "9f86d081";
    for (keys, says) in [
        (other.clone(), id),
        (same_name, "do not open it"),
        (format!("{KEYS}\n{other}"), "put the oldest key last"),
        ("test:short".to_owned(), "line 1"),
    ] {
        let (well, said) =
            ended(told(&ground, &database.url, &["restore", "night.prag"]).env("PRAG_KEYS", &keys));
        assert!(!well && said.contains(says), "{said}");
        assert_eq!(said.trim().lines().count(), 1, "{said}");
        assert!(!said.contains(keys.split(':').nth(1).unwrap()), "a key is never shown: {said}");
        assert_eq!(tables(&database.url).await, 0, "{says}");
    }
    let both = format!("{other}\n{KEYS}");
    let (well, said) = ended(told(&ground, &database.url, &["restore", "night.prag"]).env("PRAG_KEYS", both));
    assert!(well, "a newer key on top is in nobody's way: {said}");
    house.close().await;
}

#[tokio::test]
async fn a_file_that_is_no_backup_is_refused_and_an_empty_database_is_not_copied() {
    let ground = Ground::new("files");
    let database = fresh().await;
    fs::write(ground.0.join("night.prag"), "Dear diary").unwrap();
    let (well, said) = restored(&ground, &database.url, &[]);
    assert!(!well && said.contains("pg_restore failed"), "{said}");
    fs::remove_file(ground.0.join("night.prag")).unwrap();
    let (well, said) = restored(&ground, &database.url, &[]);
    assert!(!well && said.contains("there is no file"), "{said}");
    let (well, said) = ended(&mut told(&ground, &database.url, &["backup", "night.prag"]));
    assert!(!well && said.contains("holds nothing of Prag"), "{said}");
    assert_eq!(fs::read_dir(&ground.0).unwrap().count(), 0, "nothing lies about");
}

/// The first migrations, without the later ones that let colleagues discard what was set aside.
const EARLY: i64 = 20_261_122_080_600;

#[tokio::test]
async fn a_backup_of_an_older_prag_is_brought_up_to_date() {
    let ground = Ground::new("older");
    let older = TestDatabase::empty().await;
    MIGRATIONS.run_to(EARLY, &older.pool).await.unwrap();
    let sealed = keys().seal(Slot { column: "inbox.words", row: b"key" }, b"{}", &mut Dice::from_seed(1));
    sqlx::query(
        "insert into inbox (key, address_hash, words, state, reason, due_at, kept_at)
         values ('key', 'address', $1, 'aside', 'sealed', now(), now())",
    )
    .bind(sealed)
    .execute(&older.pool)
    .await
    .unwrap();
    backed_up(&ground, &older.url);

    let database = fresh().await;
    let (well, said) = restored(&ground, &database.url, &[]);
    assert!(well, "{said}");
    let pool = PgPool::connect(&database.url).await.unwrap();
    MIGRATIONS.run(&pool).await.expect("nothing is left to do, and nothing looks changed");
    let applied: i64 =
        sqlx::query_scalar("select count(*) from _sqlx_migrations").fetch_one(&pool).await.unwrap();
    assert_eq!(applied, i64::try_from(MIGRATIONS.iter().count()).unwrap());
    let discarded = pool.execute("update inbox set state = 'discarded' where state = 'aside'").await.unwrap();
    assert_eq!(discarded.rows_affected(), 1, "the old row is there, under the new rules");
}

#[tokio::test]
async fn a_newer_prag_is_named_as_the_one_that_can_restore() {
    let ground = Ground::new("newer");
    let house = a_house(&ground).await;
    fs::remove_file(ground.0.join("night.prag")).unwrap();
    let newer = "insert into _sqlx_migrations values (99991231235959, 'newer', now(), true, '\\x00', 0)";
    house.database.pool.execute(newer).await.unwrap();
    backed_up(&ground, &house.database.url);
    let database = fresh().await;
    let (well, said) = restored(&ground, &database.url, &[]);
    assert!(!well && said.contains("newer Prag"), "{said}");
    assert_eq!(tables(&database.url).await, 0);
    house.close().await;
}
