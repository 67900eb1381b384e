//! The people of the demo house and what becomes of them, written down by hand: nobody here exists, and
//! nobody is meant. Figures are how many cases of each sort somebody logs; chance only decides the rest.

/// A trainee's cases by what they are worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Ran it, supervised, in the accredited hospital: what counts for the exam.
    pub ran: i64,
    pub assisted: i64,
    pub observed: i64,
    /// Standby and ECMO.
    pub without_bypass: i64,
    /// Ran it in the hospital that is not accredited.
    pub elsewhere: i64,
}

impl Counts {
    pub fn sum(self) -> i64 {
        self.ran + self.assisted + self.observed + self.without_bypass + self.elsewhere
    }

    /// For a small house: about a twelfth, but never nothing of something.
    pub fn small(self) -> Counts {
        let least = |count: i64| if count == 0 { 0 } else { (count / 12).max(1) };
        Counts {
            ran: least(self.ran),
            assisted: least(self.assisted),
            observed: least(self.observed),
            without_bypass: least(self.without_bypass),
            elsewhere: least(self.elsewhere),
        }
    }
}

/// How the college registration as a trainee stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Register {
    Confirmed,
    /// Stated, and nobody has looked yet.
    Stated,
    No,
}

/// How far the exam has gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exam {
    NotYet,
    /// Both parts passed; the certificate is on its way.
    Passed,
    /// Passed the practical part, not the viva.
    FailedViva,
    /// Everything there is: exam, certificate, all marks, full registration.
    Finished,
}

#[derive(Debug, Clone, Copy)]
pub struct Trainee {
    pub name: &'static str,
    /// The part of the address before `@demo.example`.
    pub address: &'static str,
    /// 0 is the earlier cohort.
    pub cohort: usize,
    pub department: usize,
    pub counts: Counts,
    /// How many days before the demo day the last case was.
    pub last_case: i64,
    pub register: Register,
    /// Marks of how many units of the programme are in, in their order.
    pub units: usize,
    /// Around which mark.
    pub mark: i64,
    pub exam: Exam,
    /// The lead has moved the due day of the cases so many days beyond the demo day.
    pub due_moved: Option<i64>,
    /// Whom they ask, the most often first.
    pub asks: [usize; 3],
}

pub struct Supervisor {
    pub name: &'static str,
    pub address: &'static str,
    /// Index of the department; none is the whole institution.
    pub department: Option<usize>,
    /// From the start of this cohort.
    pub from_cohort: usize,
    /// Last day of the College registration, in days from the demo day.
    pub registered_until: i64,
    pub confirmed: bool,
    /// Days that a case usually waits for them.
    pub takes: (i64, i64),
    /// Days since which each of their open requests waits.
    pub queue: &'static [i64],
}

pub const ADMIN: (&str, &str) = ("Percival Inkwood", "admin");
pub const LEAD: (&str, &str) = ("Constance Amberley", "lead");

pub const INSTITUTION: &str = "Larkmoor University Hospitals (demo)";
/// The first is accredited; the accreditation of the second ended before the first cohort began.
pub const SITES: [&str; 2] = ["Larkmoor General Hospital", "Saltmarsh Heart Centre"];
/// Each in the site of the same place.
pub const DEPARTMENTS: [&str; 2] = ["Clinical Perfusion", "Clinical Perfusion, Saltmarsh"];

pub const SUPERVISORS: [Supervisor; 6] = [
    Supervisor {
        name: "Marigold Penhallow",
        address: "supervisor",
        department: Some(0),
        from_cohort: 0,
        registered_until: 410,
        confirmed: true,
        takes: (1, 9),
        queue: &[41, 26, 18, 12, 8, 5],
    },
    Supervisor {
        name: "Tobias Quillfeather",
        address: "tobias.quillfeather",
        department: Some(0),
        from_cohort: 0,
        registered_until: 17,
        confirmed: true,
        takes: (2, 14),
        queue: &[58, 33, 29, 22, 17, 11, 6, 4],
    },
    Supervisor {
        name: "Oluchi Brightwater",
        address: "oluchi.brightwater",
        department: Some(0),
        from_cohort: 0,
        registered_until: 520,
        confirmed: true,
        takes: (0, 4),
        queue: &[6, 4, 3],
    },
    Supervisor {
        name: "Idris Lanternwood",
        address: "idris.lanternwood",
        department: Some(1),
        from_cohort: 0,
        registered_until: 230,
        confirmed: true,
        takes: (1, 7),
        queue: &[15, 9, 5, 3],
    },
    Supervisor {
        name: "Anouk Fernsby",
        address: "anouk.fernsby",
        department: None,
        from_cohort: 0,
        registered_until: 365,
        confirmed: true,
        takes: (1, 6),
        queue: &[20, 10, 7, 4],
    },
    Supervisor {
        name: "Ravi Sandalwood",
        address: "ravi.sandalwood",
        department: Some(0),
        from_cohort: 1,
        registered_until: 700,
        confirmed: false,
        takes: (2, 10),
        queue: &[24, 13, 9, 6],
    },
];

/// The one to sign in as: index into `TRAINEES`.
pub const STAR: usize = 0;
/// Of the star's last cases: how many wait, and with whom.
pub const STAR_WAITS: [usize; 8] = [0, 0, 1, 0, 0, 1, 0, 0];

const fn counts(ran: i64, assisted: i64, observed: i64, without_bypass: i64, elsewhere: i64) -> Counts {
    Counts { ran, assisted, observed, without_bypass, elsewhere }
}

const fn trainee(
    name: &'static str,
    address: &'static str,
    (cohort, department): (usize, usize),
    counts: Counts,
    (units, mark): (usize, i64),
    asks: [usize; 3],
) -> Trainee {
    Trainee {
        name,
        address,
        cohort,
        department,
        counts,
        last_case: 3,
        register: Register::Confirmed,
        units,
        mark,
        exam: Exam::NotYet,
        due_moved: None,
        asks,
    }
}

/// The first cohort, then the second; the star first of all.
pub const TRAINEES: [Trainee; 24] = [
    // 118 signed, 8 with others, 1 returned: what `plan.rs` makes of 127.
    Trainee {
        due_moved: Some(118),
        last_case: 1,
        ..trainee("Juniper Ashgrove", "trainee", (0, 0), counts(127, 19, 7, 4, 5), (5, 66), [0, 1, 4])
    },
    Trainee {
        exam: Exam::Finished,
        last_case: 96,
        ..trainee(
            "Linnea Cobblestone",
            "linnea.cobblestone",
            (0, 0),
            counts(154, 9, 5, 1, 1),
            (7, 71),
            [0, 2, 4],
        )
    },
    Trainee {
        exam: Exam::Passed,
        last_case: 61,
        ..trainee("Bartholomew Reed", "bartholomew.reed", (0, 0), counts(153, 9, 5, 2, 0), (7, 63), [2, 1, 0])
    },
    Trainee {
        exam: Exam::FailedViva,
        last_case: 52,
        ..trainee("Saoirse Millpond", "saoirse.millpond", (0, 0), counts(152, 8, 5, 2, 1), (7, 58), [1, 0, 4])
    },
    trainee("Emeka Rowanberry", "emeka.rowanberry", (0, 0), counts(151, 8, 4, 2, 0), (6, 60), [2, 0, 1]),
    Trainee {
        due_moved: Some(54),
        ..trainee(
            "Philippa Greystoke",
            "philippa.greystoke",
            (0, 0),
            counts(141, 16, 8, 3, 0),
            (6, 64),
            [0, 2, 4],
        )
    },
    Trainee {
        due_moved: Some(118),
        ..trainee("Kwame Larkspur", "kwame.larkspur", (0, 0), counts(129, 15, 7, 3, 2), (6, 69), [1, 2, 0])
    },
    Trainee {
        due_moved: Some(150),
        ..trainee(
            "Yuki Thistledown",
            "yuki.thistledown",
            (0, 0),
            counts(120, 18, 9, 4, 1),
            (5, 62),
            [2, 0, 4],
        )
    },
    Trainee {
        due_moved: Some(48),
        ..trainee(
            "Gwendolen Fairweather",
            "gwendolen.fairweather",
            (0, 1),
            counts(97, 16, 9, 3, 18),
            (5, 57),
            [3, 4, 3],
        )
    },
    trainee("Casimir Underhill", "casimir.underhill", (0, 0), counts(96, 17, 9, 4, 2), (4, 54), [1, 0, 2]),
    trainee(
        "Beatrix Stonebridge",
        "beatrix.stonebridge",
        (0, 1),
        counts(68, 18, 10, 3, 15),
        (5, 61),
        [3, 4, 3],
    ),
    Trainee {
        register: Register::Stated,
        ..trainee(
            "Rafferty Moonfield",
            "rafferty.moonfield",
            (0, 0),
            counts(58, 15, 8, 2, 0),
            (3, 52),
            [0, 1, 2],
        )
    },
    Trainee {
        last_case: 121,
        register: Register::No,
        ..trainee(
            "Odette Willowmere",
            "odette.willowmere",
            (0, 0),
            counts(36, 14, 9, 2, 0),
            (3, 49),
            [1, 2, 0],
        )
    },
    trainee("Mei-Lin Harborough", "mei-lin.harborough", (1, 0), counts(84, 11, 5, 2, 0), (3, 72), [0, 5, 2]),
    trainee("Dashiell Oakhurst", "dashiell.oakhurst", (1, 0), counts(80, 10, 5, 2, 0), (3, 65), [2, 0, 5]),
    trainee("Zainab Kingfisher", "zainab.kingfisher", (1, 0), counts(76, 9, 5, 2, 0), (3, 74), [0, 2, 1]),
    trainee("Fergus Applewhite", "fergus.applewhite", (1, 0), counts(78, 10, 5, 2, 0), (3, 59), [5, 0, 1]),
    trainee("Ingrid Duskwater", "ingrid.duskwater", (1, 0), counts(74, 10, 6, 2, 0), (3, 61), [2, 5, 0]),
    trainee("Teodor Marchbanks", "teodor.marchbanks", (1, 1), counts(41, 9, 6, 1, 8), (3, 56), [3, 4, 3]),
    trainee("Priyanka Hollowell", "priyanka.hollowell", (1, 0), counts(37, 10, 6, 2, 0), (2, 63), [1, 0, 5]),
    Trainee {
        register: Register::Stated,
        ..trainee("Caspian Netherby", "caspian.netherby", (1, 1), counts(23, 9, 6, 1, 4), (2, 48), [3, 4, 3])
    },
    Trainee {
        last_case: 9,
        ..trainee("Aurelia Finchley", "aurelia.finchley", (1, 0), counts(13, 10, 7, 0, 0), (2, 55), [5, 2, 0])
    },
    Trainee {
        register: Register::No,
        last_case: 30,
        ..trainee(
            "Lysander Pebblebrook",
            "lysander.pebblebrook",
            (1, 0),
            counts(0, 5, 6, 0, 0),
            (1, 51),
            [5, 1, 0],
        )
    },
    // Enrolled, joined, and nothing yet.
    Trainee {
        register: Register::No,
        ..trainee("Wilhelmina Tarn", "wilhelmina.tarn", (1, 0), counts(0, 0, 0, 0, 0), (0, 0), [0, 1, 2])
    },
];
