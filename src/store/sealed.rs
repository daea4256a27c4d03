//! Sealing what people wrote and where they can be reached: AES-256-GCM bound to table, row and column, and keyed hashes
//! for look-up. Not here: which columns are sealed (each noun's file).
//!
//! A sealed value is `version (1) ‖ key id (4, of its name's hash) ‖ nonce (12) ‖ ciphertext and tag`. Nonces are drawn
//! from the dice: 96 random bits, so one key may seal about 2³² values (NIST SP 800-38D section 8.3) before it is
//! rotated.

use std::fmt;

use aes_gcm::{
    Aes256Gcm, KeyInit, Nonce,
    aead::{Aead, Payload},
};
use hmac::{Hmac, Mac};
use secrecy::zeroize::Zeroizing;
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{
    ids::{CaseId, Dice, Pin},
    message::Address,
};

const VERSION: u8 = 1;
const NONCE: usize = 12;
const HEAD: usize = 1 + 4 + NONCE;

/// Where a sealed value lives; it opens nowhere else.
#[derive(Clone, Copy, Debug)]
pub struct Slot<'a> {
    /// Table and column, `contacts.words`.
    pub column: &'static str,
    /// The row, by its key.
    pub row: &'a [u8],
}

/// Why a value does not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// Sealed under a key that is not in the key file.
    #[error(
        "a sealed value in {0} needs a key that is not in the key file; put the old key back as a further line"
    )]
    UnknownKey(&'static str),
    /// Changed, moved to another row, or not sealed by Prag.
    #[error("a sealed value in {0} was changed or moved")]
    Changed(&'static str),
    /// It opens, and what is in it is not known here: written by a newer version.
    #[error("a sealed value in {0} was written by another version of Prag")]
    Unknown(&'static str),
}

/// Why a key file cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadKeys {
    /// No key at all.
    #[error("the key file has no key; make one with `prag keys new`")]
    Empty,
    /// A line that is no key.
    #[error("line {0} of the key file is not `name:64 hexadecimal digits`")]
    Line(usize),
    /// Two keys of one name.
    #[error("two keys in the key file have the name `{0}`; give the new one another name")]
    Twice(String),
}

struct Key {
    id: [u8; 4],
    cipher: Aes256Gcm,
}

/// The keys of a deployment. The first line of the file seals, every line opens, the last line also makes the look-up
/// hashes: a new key is put on top, and the last line stays for ever.
pub struct Keys {
    keys: Vec<Key>,
    lookup: Zeroizing<[u8; 32]>,
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Keys({})", self.keys.len())
    }
}

impl Keys {
    /// Reads a key file: lines of `name:64 hexadecimal digits`; empty lines and lines with `#` are skipped.
    ///
    /// # Errors
    /// When a line is no key, a name stands twice, or there is none.
    pub fn parse(text: &str) -> Result<Self, BadKeys> {
        let mut keys: Vec<Key> = Vec::new();
        let mut lookup = None;
        for (at, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (name, hex) = line.split_once(':').ok_or(BadKeys::Line(at + 1))?;
            let mut secret = Zeroizing::new([0; 32]);
            hex::decode_to_slice(hex.trim(), secret.as_mut()).map_err(|_| BadKeys::Line(at + 1))?;
            let digest = Sha256::digest(name.trim().as_bytes());
            let id = [digest[0], digest[1], digest[2], digest[3]];
            if keys.iter().any(|key| key.id == id) {
                return Err(BadKeys::Twice(name.trim().to_owned()));
            }
            let sealing = derive(&secret, b"prag seal v1");
            let cipher = Aes256Gcm::new_from_slice(sealing.as_ref()).expect("32 bytes");
            keys.push(Key { id, cipher });
            lookup = Some(derive(&secret, b"prag look-up v1"));
        }
        Ok(Self { keys, lookup: lookup.ok_or(BadKeys::Empty)? })
    }

    /// The ids of the keys, as the values sealed under them carry them.
    #[must_use]
    pub fn ids(&self) -> Vec<String> {
        self.keys.iter().map(|key| hex::encode(key.id)).collect()
    }

    /// A new line for a key file.
    #[must_use]
    pub fn new_line(name: &str, dice: &mut Dice) -> String {
        let mut secret = Zeroizing::new([0; 32]);
        dice.fill(secret.as_mut());
        format!("{name}:{}", hex::encode(secret.as_ref()))
    }

    /// Seals bytes for their slot.
    ///
    /// # Panics
    /// Never for values that fit in memory: the cipher refuses only above 64 GiB.
    #[must_use]
    pub fn seal(&self, slot: Slot<'_>, plain: &[u8], dice: &mut Dice) -> Vec<u8> {
        let key = &self.keys[0];
        let mut sealed = Vec::with_capacity(HEAD + plain.len() + 16);
        sealed.push(VERSION);
        sealed.extend_from_slice(&key.id);
        let mut nonce = [0; NONCE];
        dice.fill(&mut nonce);
        sealed.extend_from_slice(&nonce);
        let aad = associated(slot);
        let payload = Payload { msg: plain, aad: &aad };
        let text = key.cipher.encrypt(&Nonce::from(nonce), payload).expect("below the cipher's limit");
        sealed.extend_from_slice(&text);
        sealed
    }

    /// Seals a value as JSON.
    ///
    /// # Panics
    /// When a value cannot be written as JSON; ours all can.
    pub fn seal_value<T: Serialize>(&self, slot: Slot<'_>, value: &T, dice: &mut Dice) -> Vec<u8> {
        let plain = Zeroizing::new(serde_json::to_vec(value).expect("our values are plain data"));
        self.seal(slot, &plain, dice)
    }

    /// Opens what was sealed for this slot.
    ///
    /// # Errors
    /// When the key is missing, or the value was changed or moved.
    pub fn open(&self, slot: Slot<'_>, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Broken> {
        let changed = Broken::Changed(slot.column);
        if sealed.len() < HEAD || sealed[0] != VERSION {
            return Err(changed);
        }
        let key =
            self.keys.iter().find(|key| key.id == sealed[1..5]).ok_or(Broken::UnknownKey(slot.column))?;
        let nonce: [u8; NONCE] = sealed[5..HEAD].try_into().map_err(|_| changed)?;
        let aad = associated(slot);
        let payload = Payload { msg: &sealed[HEAD..], aad: &aad };
        key.cipher.decrypt(&Nonce::from(nonce), payload).map(Zeroizing::new).map_err(|_| changed)
    }

    /// Opens a value that was sealed as JSON.
    ///
    /// # Errors
    /// When it does not open, or is of another shape.
    pub fn open_value<T: DeserializeOwned>(&self, slot: Slot<'_>, sealed: &[u8]) -> Result<T, Broken> {
        let plain = self.open(slot, sealed)?;
        serde_json::from_slice(&plain).map_err(|_| Broken::Unknown(slot.column))
    }

    fn hash(&self, domain: &str, parts: &[&[u8]]) -> [u8; 32] {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.lookup.as_ref()).expect("any length is a key");
        mac.update(domain.as_bytes());
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes()); // lengths keep the parts apart
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }

    /// The look-up hash of an address.
    #[must_use]
    pub fn address(&self, address: &Address) -> [u8; 32] {
        self.hash("address", &[address.channel.code().as_bytes(), address.handle.as_bytes()])
    }

    /// The key under which an arrival finds its repeats.
    #[must_use]
    pub fn arrival(&self, line: &str, provider_id: &str) -> [u8; 32] {
        self.hash("arrival", &[line.as_bytes(), provider_id.as_bytes()])
    }

    /// The key of something Prag tells itself: a timer, a failed parcel, a parcel's receipts.
    #[must_use]
    pub fn own(&self, name: &str) -> [u8; 32] {
        self.hash("own", &[name.as_bytes()])
    }

    /// The hash of a PIN, bound to its case.
    #[must_use]
    pub fn pin(&self, case: CaseId, pin: Pin) -> [u8; 32] {
        self.hash("pin", &[case.0.as_bytes(), pin.digits().as_bytes()])
    }

    /// The hash of a one-time link.
    #[must_use]
    pub fn token(&self, token: &str) -> [u8; 32] {
        self.hash("token", &[token.to_ascii_lowercase().as_bytes()])
    }

    /// The hash of a network's own id of a parcel.
    #[must_use]
    pub fn provider(&self, line: &str, id: &str) -> [u8; 32] {
        self.hash("provider", &[line.as_bytes(), id.as_bytes()])
    }
}

/// A slot of a row that is named by a UUID.
#[must_use]
pub const fn slot<'a>(column: &'static str, row: &'a Uuid) -> Slot<'a> {
    Slot { column, row: row.as_bytes() }
}

fn derive(secret: &[u8; 32], purpose: &[u8]) -> Zeroizing<[u8; 32]> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).expect("any length is a key");
    mac.update(purpose);
    Zeroizing::new(mac.finalize().into_bytes().into())
}

fn associated(slot: Slot<'_>) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(slot.column.len() + 1 + slot.row.len());
    bytes.extend_from_slice(slot.column.as_bytes());
    bytes.push(0);
    bytes.extend_from_slice(slot.row);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "2026:000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    const NEW: &str = "2027:ff0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    const HERE: Slot<'static> = Slot { column: "contacts.words", row: b"a" };

    #[test]
    fn what_is_sealed_opens_in_its_place_alone() {
        let keys = Keys::parse(OLD).expect("a key");
        let mut dice = Dice::from_seed(1);
        let sealed = keys.seal(HERE, b"po na gjujne", &mut dice);
        assert_eq!(keys.open(HERE, &sealed).expect("opens").as_slice(), b"po na gjujne");
        let elsewhere = Slot { row: b"b", ..HERE };
        assert_eq!(keys.open(elsewhere, &sealed), Err(Broken::Changed("contacts.words")));
        let other_column = Slot { column: "contacts.address", ..HERE };
        assert_eq!(keys.open(other_column, &sealed), Err(Broken::Changed("contacts.address")));
    }

    #[test]
    fn any_changed_byte_is_noticed() {
        let keys = Keys::parse(OLD).expect("a key");
        let sealed = keys.seal(HERE, b"words", &mut Dice::from_seed(1));
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(keys.open(HERE, &changed).is_err(), "byte {at}");
        }
        for length in 0..sealed.len() {
            assert!(keys.open(HERE, &sealed[..length]).is_err(), "cut at {length}");
        }
    }

    #[test]
    fn a_rotated_key_still_opens_and_look_up_stays() {
        let before = Keys::parse(OLD).expect("a key");
        let sealed = before.seal(HERE, b"words", &mut Dice::from_seed(1));
        let after = Keys::parse(&format!("# rotated\n{NEW}\n\n{OLD}\n")).expect("two keys");
        assert_eq!(after.open(HERE, &sealed).expect("opens").as_slice(), b"words");
        assert_eq!(before.own("x"), after.own("x"));
        let newer = after.seal(HERE, b"words", &mut Dice::from_seed(1));
        assert_eq!(before.open(HERE, &newer), Err(Broken::UnknownKey("contacts.words")));
    }

    #[test]
    fn bad_key_files_are_named_by_line() {
        assert_eq!(Keys::parse("").err(), Some(BadKeys::Empty));
        assert_eq!(Keys::parse("# none\n2026:zz").err(), Some(BadKeys::Line(2)));
        assert_eq!(Keys::parse(&format!("{OLD}\n{OLD}")).err(), Some(BadKeys::Twice("2026".to_owned())));
    }

    #[test]
    fn parts_of_a_hash_do_not_run_together() {
        let keys = Keys::parse(OLD).expect("a key");
        assert_ne!(keys.arrival("ab", "c"), keys.arrival("a", "bc"));
    }
}
