//! The fields of a `multipart/form-data` body, which some clients use for methods that could carry a file.
//! Not here: files; a body with one is refused.

/// Names and values; none when the body is not well formed or carries a file.
pub(super) fn fields(content_type: &str, body: &[u8]) -> Option<Vec<(String, String)>> {
    let boundary = parameter(content_type, "boundary")?;
    let body = std::str::from_utf8(body).ok()?;
    // With a line break in front, the first delimiter looks like all others.
    let body = format!("\r\n{body}");
    let delimiter = format!("\r\n--{boundary}");
    let mut parts = body.split(delimiter.as_str()).skip(1);
    let mut fields = Vec::new();
    loop {
        let part = parts.next()?;
        if part.starts_with("--") {
            return Some(fields);
        }
        let (head, value) = part.strip_prefix("\r\n")?.split_once("\r\n\r\n")?;
        let disposition = head.lines().find(|line| {
            line.split_once(':').is_some_and(|(name, _)| name.eq_ignore_ascii_case("content-disposition"))
        })?;
        if parameter(disposition, "filename").is_some() {
            return None;
        }
        fields.push((parameter(disposition, "name")?.to_owned(), value.to_owned()));
    }
}

fn parameter<'h>(header: &'h str, name: &str) -> Option<&'h str> {
    header.split(';').skip(1).find_map(|parameter| {
        let (key, value) = parameter.split_once('=')?;
        key.trim().eq_ignore_ascii_case(name).then(|| value.trim().trim_matches('"'))
    })
}
