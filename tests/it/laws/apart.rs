//! Law 3: no network call inside a transaction. A transaction and the carriers never meet in one signature.

use std::{fs, path::Path};

/// The signatures of a source that hold both a transaction and the carriers.
fn meetings(source: &str) -> Vec<String> {
    let names = |signature: &str, name: &str| {
        signature.split(|c: char| !(c.is_alphanumeric() || c == '_')).any(|word| word == name)
    };
    let carried = ["Carriers", "Carrier", "Telegram", "Generic", "Client"];
    source
        .match_indices("fn ")
        .filter(|(at, _)| !source[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
        .filter_map(|(at, _)| source[at..].split(['{', ';']).next())
        .filter(|signature| names(signature, "Tx") && carried.iter().any(|name| names(signature, name)))
        .map(str::to_owned)
        .collect()
}

fn sources(folder: &Path, each: &mut impl FnMut(&Path, &str)) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, each);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            each(&path, &fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn a_transaction_and_the_carriers_never_meet() {
    let mut transactions = 0;
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut |path, source| {
        assert_eq!(meetings(source), [""; 0], "{}", path.display());
        transactions += source.matches("&mut Tx").count();
    });
    assert!(transactions > 20, "the type is called otherwise now, and this test looks for nothing");
}

#[test]
fn the_keeper_sees_a_meeting() {
    let offending =
        "pub async fn lease(\n    &self,\n    tx: &mut Tx,\n    carriers: &Carriers,\n) -> Lease {}";
    assert_eq!(meetings(offending).len(), 1);
    assert_eq!(meetings("fn a(tx: &mut Tx) { b(carriers) }\nfn b(carriers: &Carriers);"), [""; 0]);
}
