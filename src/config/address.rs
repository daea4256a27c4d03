//! Web addresses among the settings. An error does not show them: their query may hold a key.
//! Not here: whether anybody answers there (`doctor`).

use std::net::IpAddr;

use reqwest::Url;

use super::{
    error::Error,
    sources::{Sources, Told},
};

/// The address of another server; warns where it would be spoken to in the clear.
pub(super) fn server(sources: &mut Sources<'_>, told: &Told) -> Result<Url, Error> {
    let mut url = None;
    told.check_hidden(
        |text| {
            url = parse(text);
            url.is_some()
        },
        "is not a web address",
        "write it as https://gateway.example.org/send, without user name and password",
    )?;
    let url = url.expect("the check has just found it");
    if url.scheme() == "http" && !is_this_machine(&url) {
        sources.warnings.push(format!(
            "{} begins with http://, so whatever goes there can be read on the way: use https://",
            told.place
        ));
    }
    Ok(url)
}

/// The address under which others reach us, without a slash at the end.
pub(super) fn public(told: &Told) -> Result<String, Error> {
    told.check_hidden(
        |text| parse(text).is_some_and(|url| is_public(&url)),
        "is not an address to be reached at",
        "write it as https://prag.example.org (http:// only for localhost), with nothing after a `?` or `#`",
    )?;
    Ok(told.as_str().trim_end_matches('/').to_owned())
}

fn is_public(url: &Url) -> bool {
    (url.scheme() == "https" || is_this_machine(url)) && url.query().is_none() && url.fragment().is_none()
}

fn parse(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let nameless = url.username().is_empty() && url.password().is_none();
    (["http", "https"].contains(&url.scheme()) && url.has_host() && nameless).then_some(url)
}

fn is_this_machine(url: &Url) -> bool {
    url.host_str().is_some_and(|host| {
        let ip = host.trim_matches(['[', ']']).parse::<IpAddr>();
        host == "localhost" || ip.is_ok_and(|ip| ip.is_loopback())
    })
}
