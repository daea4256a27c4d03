//! `getUpdates`: confirm by offset, then wait for what comes; one caller at a time.

use std::time::Duration;

use serde_json::{Value, json};

use super::super::board::Board;
use super::params::{Params, Refusal};
use super::world::World;

pub(super) async fn wait_for_updates(world: &Board<World>, params: &Params) -> Result<Value, Refusal> {
    let limit = usize::try_from(params.integer("limit").unwrap_or(100).clamp(1, 100)).unwrap_or(100);
    let seconds = u64::try_from(params.integer("timeout").unwrap_or(0).clamp(0, 50)).unwrap_or(0);
    let allowed = params.words("allowed_updates")?;
    let turn = world.change(|world| {
        if world.webhook.is_some() {
            return Err(conflict(
                "can't use getUpdates method while webhook is active; \
                 use deleteWebhook to delete the webhook first",
            ));
        }
        if allowed.is_some() {
            world.queue.allowed = allowed;
        }
        world.queue.confirm(params.integer("offset").unwrap_or(0));
        world.polls += 1;
        Ok(world.polls)
    })?;
    let answer = |world: &mut World| {
        if world.polls != turn {
            world.conflicts += 1;
            return Some(Err(conflict(
                "terminated by other getUpdates request; make sure that only one bot instance is running",
            )));
        }
        if world.webhook.is_some() {
            return Some(Err(conflict("terminated by setWebhook request")));
        }
        let batch = world.queue.batch(limit);
        (!batch.is_empty() || world.ended == turn).then_some(Ok(Value::Array(batch)))
    };
    world.within(Duration::from_secs(seconds), answer).await.unwrap_or_else(|| Ok(json!([])))
}

fn conflict(why: &str) -> Refusal {
    Refusal::new(409, &format!("Conflict: {why}"))
}
