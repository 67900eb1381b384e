//! Who may put a programme together from the modules of a curriculum: whoever leads somebody's training today. What
//! it asks is the curriculum's own, so this gives nobody the figures of a body.

use crate::domain::fault::{Refusal, refuse_unless};
use crate::domain::policy::Grant;
use crate::domain::role::{Capacity, Person};

/// Publishing what was put together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PutTogether;

pub fn may_put_together(person: &Person) -> Result<Grant<PutTogether>, Refusal> {
    refuse_unless(person.capacities.contains(&Capacity::Lead), || {
        Refusal::new("not-a-lead", "Only a training lead puts programmes together.")
    })?;
    Ok(Grant::to(person, PutTogether))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::policy::samples::somebody;

    #[test]
    fn the_whole_table() {
        for capacities in [vec![], vec![Capacity::Supervisor], vec![Capacity::Admin], vec![Capacity::Lead]] {
            let may = capacities.contains(&Capacity::Lead);
            let person = Person { capacities: capacities.into_iter().collect(), ..somebody("lea") };
            assert_eq!(may_put_together(&person).is_ok(), may);
        }
    }
}
