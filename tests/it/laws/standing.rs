//! A loop that falls over is begun anew, and until then the house says which one lies on the floor.

use std::sync::Arc;

use axum::{
    body::{Body, to_bytes},
    http::Request,
};
use prag::{
    clock::Chance,
    keeping::Keeper,
    pulse::Pulses,
    web::{self, Doors},
};
use serde_json::json;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

use crate::stage::house::House;

#[tokio::test]
async fn a_loop_that_lies_on_the_floor_is_named_until_it_stands_again() {
    let house = House::open().await;
    let pulses = Pulses::new(house.clock.clone());
    let (keeper, _desk) = Keeper::new(house.store.clone(), house.clock.clone(), Chance::seeded(1));
    let (store, clock) = (house.store.clone(), house.clock.clone());
    let doors = Doors { keeper, sms: Arc::default(), telegram: None, store, pulses: pulses.clone(), clock };
    let routes = web::routes(doors);
    let ready = async || {
        let asks = Request::get("/health/ready").body(Body::empty()).unwrap();
        let told = routes.clone().oneshot(asks).await.unwrap();
        let status = told.status();
        let body = to_bytes(told.into_body(), usize::MAX).await.unwrap();
        (status.as_u16(), serde_json::from_slice::<serde_json::Value>(&body).unwrap()["loops"].clone())
    };
    let falls = |stop: bool| {
        let stopped = CancellationToken::new();
        if stop {
            stopped.cancel(); // it stays where it fell
        }
        let mut times = 0;
        pulses.of("reception").keep_going(stopped, move || {
            times += 1;
            async move { assert!(times > 1, "it falls over") }
        })
    };
    falls(true).await;
    assert_eq!(ready().await, (503, json!({ "reception": { "down": true, "restarts": 1 } })));
    falls(false).await;
    assert_eq!(ready().await, (200, json!({ "reception": { "down": false, "restarts": 2 } })));
    house.close().await;
}
