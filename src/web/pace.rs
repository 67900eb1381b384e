//! How slowly a body may come. A hospital's wireless network stalls for seconds, a sender who means
//! harm for ever: a body that is silent for `SILENCE` is given up, however much of it is there, so that
//! half-sent forms hold nothing of the house.

use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::web::Bytes;
use futures_util::stream::{Stream, StreamExt as _, unfold};

/// Between two pieces of a body.
const SILENCE: Duration = Duration::from_secs(20);

/// What a body is to those who read it, wherever it comes from.
pub trait Body: Stream<Item = Result<Bytes, PayloadError>> + 'static {}

impl<S: Stream<Item = Result<Bytes, PayloadError>> + 'static> Body for S {}

/// The body, ending in a fault when its sender falls silent.
pub fn paced(payload: Payload) -> impl Body {
    within(payload, SILENCE)
}

fn within<S>(body: S, silence: Duration) -> impl Stream<Item = Result<Bytes, PayloadError>>
where
    S: Stream<Item = Result<Bytes, PayloadError>> + Unpin,
{
    unfold(Some(body), move |body| async move {
        let mut body = body?;
        match tokio::time::timeout(silence, body.next()).await {
            Ok(piece) => piece.map(|piece| (piece, Some(body))),
            Err(_) => Some((Err(PayloadError::Incomplete(None)), None)),
        }
    })
}

#[cfg(test)]
mod tests {
    use futures_util::stream::{iter, pending};

    use super::*;

    const SHORT: Duration = Duration::from_millis(20);

    #[actix_web::test]
    async fn a_body_that_comes_is_whole() {
        let pieces = iter([Ok(Bytes::from("ab")), Ok(Bytes::from("c"))]);
        let came: Vec<_> = within(pieces, SHORT).map(Result::unwrap).collect().await;
        assert_eq!(came, ["ab", "c"]);
    }

    #[actix_web::test]
    async fn a_sender_who_falls_silent_is_given_up() {
        let half = iter([Ok(Bytes::from("ab"))]).chain(pending());
        let mut came = Box::pin(within(Box::pin(half), SHORT));
        assert_eq!(came.next().await.unwrap().unwrap(), "ab");
        assert!(came.next().await.unwrap().is_err());
        assert!(came.next().await.is_none());
    }
}
