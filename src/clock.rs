//! The only caller of the machine's clock. Tests let time stand still; the demo drives it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use crate::domain::time::Moment;

#[derive(Debug, Clone)]
pub enum Clock {
    System,
    /// The machine's clock, so many milliseconds away: the demo house stands on a day of its own.
    Shifted(i64),
    /// Stands still until it is moved; clones share it.
    Driven(Arc<AtomicI64>),
}

impl Clock {
    pub fn driven(at: Moment) -> Clock {
        Clock::Driven(Arc::new(AtomicI64::new(at.millis())))
    }

    #[expect(clippy::disallowed_methods, reason = "the one place that asks the machine")]
    pub fn now(&self) -> Moment {
        match self {
            Clock::System => Moment::of(chrono::Utc::now()),
            Clock::Shifted(by) => Moment::of(chrono::Utc::now()).plus_millis(*by),
            Clock::Driven(millis) => Moment::of_millis(millis.load(Ordering::SeqCst)),
        }
    }

    /// Moves a driven clock; the machine's is nobody's to move.
    pub fn set(&self, at: Moment) {
        if let Clock::Driven(millis) = self {
            millis.store(at.millis(), Ordering::SeqCst);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shifted_clock_runs_beside_the_machines_and_a_driven_one_stands() {
        let (before, shifted) = (Clock::System.now(), Clock::Shifted(86_400_000).now());
        let after = Clock::System.now();
        assert!(before.plus_days(1) <= shifted && shifted <= after.plus_days(1));
        let driven = Clock::driven(before);
        driven.clone().set(before.plus_days(-3));
        assert_eq!(driven.now(), before.plus_days(-3));
        let machine = Clock::Shifted(0);
        machine.set(before.plus_days(-3));
        assert!(machine.now() >= before);
    }
}
