//! A whole cohort reassessed in the background: everybody's standing is marked as old, as confirming a figure
//! marks it, and the house works them out again while others go on. What those others feel is measured beside
//! the same pages in quiet, in one run.

use std::time::{Duration, Instant};

use diesel::prelude::*;
use perfolio::db::schema::standings;
use perfolio::db::tx::Why;
use perfolio::domain::names::EnrolmentId;
use perfolio::features::standing::raise_stale;

use crate::cast::{self, Cast};
use crate::client::{Ask, Client, Done};
use crate::house::House;
use crate::load::{self, Expect, Measured};
use crate::rows::{BOARD, Bench, HOME, said};
use crate::table::Line;
use crate::world::World;

/// The house looks for work by itself this often at the latest.
const BEGINS: Duration = Duration::from_secs(60);

/// How many answers are marked as old.
fn old(world: &World) -> Done<i64> {
    let mut conn = cast::conn(world).map_err(said)?;
    standings::table
        .filter(standings::stale_no.ne(standings::fresh_no))
        .count()
        .get_result(&mut conn)
        .map_err(|why| why.to_string())
}

/// Marks everybody's, as an act does that all their rules read.
async fn raised(world: &World) -> Done<()> {
    let app = world.open().map_err(said)?;
    let done = app.write_quietly(Why::StandingRefreshed, |tx| {
        let all: Vec<EnrolmentId> = standings::table.select(standings::enrolment_id).load(tx.conn())?;
        raise_stale(tx, &all)
    });
    done.await.map_err(said)
}

impl Bench {
    pub fn refresh(&mut self, house: &House, world: &World, cast: &Cast) -> Done<()> {
        let page = |mark| Expect { status: 200, mark };
        let asks = cast.pages(HOME.0);
        let quiet = load::round(house.address, 4, self.time, &asks, page(HOME.1))?;
        actix_web::rt::System::new().block_on(raised(world))?;
        let (began, all) = (Instant::now(), old(world)?);
        while old(world)? == all {
            if began.elapsed() > BEGINS {
                return Err("nobody's standing was worked out again within a minute".to_owned());
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        let under_way = Instant::now();
        let told = Client::to(house.address).ask(&Ask::get(BOARD.0, &cast.lead_of_all.token))?.text()?;
        let (mut worst, mut left) = (Measured::default(), old(world)?);
        while left > 0 {
            let some = load::round(house.address, 4, self.time, &asks, page(HOME.1))?;
            left = old(world)?;
            // The last round ran beside nothing for a part of its time.
            if some.p99 > worst.p99 && (left > 0 || worst.count == 0) {
                worst = some;
            }
        }
        let seconds = under_way.elapsed().as_secs_f64();
        let times = worst.p99 / quiet.p99.max(1e-6);
        let line = Line::of(world.engine.name(), format!("home of others while {all} are worked out again"));
        let answer = format!(
            "{times:.2} × ({:.1} ms before); {all} within {seconds:.0} s, {}",
            quiet.p99,
            if told.contains("Working out again") {
                "the board says how far"
            } else {
                "the board says nothing"
            }
        );
        self.add(line.measured(&worst).aim("p99 ≤ 2 × that before", answer, times <= 2.0));
        Ok(())
    }
}
