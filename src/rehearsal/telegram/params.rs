//! The parameters of a request, whichever way they came: query, form, multipart or JSON; and the refusals.

use serde_json::{Map, Value, json};

use super::multipart;

/// Why a request was not carried out, as the Bot API tells it.
#[derive(Clone)]
pub(super) struct Refusal {
    pub(super) code: u16,
    pub(super) description: String,
    pub(super) parameters: Option<Value>,
}

impl Refusal {
    pub(super) fn new(code: u16, description: &str) -> Self {
        Self { code, description: description.to_owned(), parameters: None }
    }

    pub(super) fn bad(reason: &str) -> Self {
        Self::new(400, &format!("Bad Request: {reason}"))
    }

    pub(super) fn body(&self) -> Value {
        let mut body = json!({"ok": false, "error_code": self.code, "description": self.description});
        if let Some(parameters) = &self.parameters {
            body["parameters"] = parameters.clone();
        }
        body
    }
}

/// Parameters by name; in queries and forms every value is text, and structures are JSON in text.
pub(super) struct Params(Map<String, Value>);

impl Params {
    pub(super) fn read(query: Option<&str>, content_type: &str, body: &[u8]) -> Result<Self, Refusal> {
        let mut params = Self(Map::new());
        params.add_pairs(query.unwrap_or_default().as_bytes())?;
        if content_type.starts_with("application/json") {
            if !body.is_empty() {
                let object: Map<String, Value> =
                    serde_json::from_slice(body).map_err(|_| Refusal::bad("can't parse JSON object"))?;
                params.0.extend(object);
            }
        } else if content_type.starts_with("application/x-www-form-urlencoded") {
            params.add_pairs(body)?;
        } else if content_type.starts_with("multipart/form-data") {
            let fields = multipart::fields(content_type, body);
            params.add(fields.ok_or_else(|| Refusal::bad("can't parse parameters"))?);
        } else if !body.is_empty() {
            return Err(Refusal::bad("unsupported content type"));
        }
        Ok(params)
    }

    pub(super) fn to_value(&self) -> Value {
        Value::Object(self.0.clone())
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).and_then(Value::as_str)
    }

    pub(super) fn integer(&self, name: &str) -> Option<i64> {
        match self.0.get(name)? {
            Value::String(digits) => digits.parse().ok(),
            other => other.as_i64(),
        }
    }

    pub(super) fn truth(&self, name: &str) -> bool {
        match self.0.get(name) {
            Some(Value::String(word)) => matches!(word.as_str(), "true" | "True" | "yes" | "1"),
            Some(value) => value.as_bool().unwrap_or(value.as_i64() == Some(1)),
            None => false,
        }
    }

    /// An object or a list; absent, null and empty text are one.
    pub(super) fn structure(&self, name: &str) -> Result<Option<Value>, Refusal> {
        let value = match self.0.get(name) {
            None | Some(Value::Null) => return Ok(None),
            Some(Value::String(text)) if text.is_empty() => return Ok(None),
            Some(Value::String(text)) => {
                serde_json::from_str(text).map_err(|_| Refusal::bad(&format!("can't parse {name} JSON")))?
            }
            Some(value) => value.clone(),
        };
        Ok(Some(value))
    }

    /// A list of words; absent and empty are different.
    pub(super) fn words(&self, name: &str) -> Result<Option<Vec<String>>, Refusal> {
        let words = self.structure(name)?.map(serde_json::from_value).transpose();
        words.map_err(|_| Refusal::bad(&format!("can't parse {name}")))
    }

    fn add_pairs(&mut self, pairs: &[u8]) -> Result<(), Refusal> {
        let pairs: Vec<(String, String)> =
            serde_urlencoded::from_bytes(pairs).map_err(|_| Refusal::bad("can't parse parameters"))?;
        self.add(pairs);
        Ok(())
    }

    fn add(&mut self, pairs: Vec<(String, String)>) {
        self.0.extend(pairs.into_iter().map(|(name, value)| (name, Value::String(value))));
    }
}
