//! The pages of the second factor as plain values.

use askama::Template;

use crate::domain::factor::{Demand, RECOVERY_CODES};
use crate::features::accounts::pages::factor::Standing;
use crate::features::accounts::totp::Qr;
use crate::web::gate::{Arriving, Public};
use crate::web::page::{Place, Shell, View};
use crate::web::parts::Choice;
use crate::web::samples::{self, Sample};
use crate::web::typed::Typed;

view!(SignInCode, SignInRecovery, SecondFactor, SetUpFactor);

/// The second step.
#[derive(Template)]
#[template(path = "accounts/sign_in_code.html")]
pub struct SignInCode {
    shell: Shell,
    typed: Typed,
}

impl SignInCode {
    pub fn new(who: &Public, typed: Typed) -> SignInCode {
        SignInCode { shell: who.shell("Enter your code"), typed }
    }
}

#[derive(Template)]
#[template(path = "accounts/sign_in_recovery.html")]
pub struct SignInRecovery {
    shell: Shell,
    typed: Typed,
}

impl SignInRecovery {
    pub fn new(who: &Public, typed: Typed) -> SignInRecovery {
        SignInRecovery { shell: who.shell("Use a recovery code"), typed }
    }
}

#[derive(Template)]
#[template(path = "accounts/lost_factor.html")]
pub struct LostFactor {
    shell: Shell,
}

impl LostFactor {
    pub fn new(who: &Public) -> LostFactor {
        LostFactor { shell: who.shell("Phone and recovery codes are lost") }
    }
}

impl View for LostFactor {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

#[derive(Template)]
#[template(path = "accounts/second_factor.html")]
pub struct SecondFactor {
    shell: Shell,
    typed: Typed,
    email: String,
    on: bool,
    required: bool,
    /// Nothing else opens until there is one.
    owed: bool,
    left: i64,
    few: bool,
    ask_password: bool,
    changes: Vec<Choice>,
}

impl SecondFactor {
    pub fn new(who: &Arriving, standing: &Standing, typed: Typed) -> SecondFactor {
        let required = standing.demand == Demand::Required;
        SecondFactor {
            shell: who.shell("Your second factor", Place::Nowhere),
            typed,
            email: who.email.clone(),
            on: standing.on,
            required,
            owed: who.visit().owes_factor,
            left: standing.left,
            few: standing.left < 3,
            ask_password: standing.ask_password,
            changes: changes(required),
        }
    }
}

fn changes(required: bool) -> Vec<Choice> {
    let mut all = vec![
        Choice::of("codes", "Make new recovery codes").meaning("The old ones stop working"),
        Choice::of("move", "Move to another phone")
            .meaning("The old phone works until the new one is set up"),
    ];
    if !required {
        all.push(Choice::of("off", "Turn it off").meaning("Your password alone signs you in"));
    }
    all
}

#[derive(Template)]
#[template(path = "accounts/second_factor_set_up.html")]
pub struct SetUpFactor {
    shell: Shell,
    typed: Typed,
    qr: Qr,
    secret: String,
    /// There is no way round it.
    owed: bool,
}

impl SetUpFactor {
    pub fn new(who: &Arriving, qr: Qr, secret: String, typed: Typed) -> SetUpFactor {
        SetUpFactor {
            shell: who.shell("Set up your second factor", Place::Nowhere),
            typed,
            qr,
            secret,
            owed: who.visit().owes_factor,
        }
    }
}

/// The one page that ever shows recovery codes.
#[derive(Template)]
#[template(path = "accounts/recovery_codes.html")]
pub struct RecoveryCodes {
    shell: Shell,
    codes: Vec<String>,
    /// The second factor was just turned on.
    just_on: bool,
}

impl RecoveryCodes {
    pub fn new(who: &Arriving, codes: Vec<String>, just_on: bool) -> RecoveryCodes {
        RecoveryCodes { shell: who.shell("Your recovery codes", Place::Nowhere), codes, just_on }
    }
}

impl View for RecoveryCodes {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

pub fn samples() -> Vec<Sample> {
    let shell = |title: &str| samples::shell_for(&samples::lead(), title, Place::Nowhere);
    let faulty = || {
        let mut faults = crate::domain::fault::Faults::none();
        for field in ["do", "password", "one-time-code", "recovery-code"] {
            faults.add(field, "Something is wrong here.");
        }
        Typed::nothing().with_faults(faults)
    };
    let own = |on, required, owed, typed| SecondFactor {
        shell: shell("Your second factor"),
        typed,
        email: "lea@demo.example".to_owned(),
        on,
        required,
        owed,
        left: 2,
        few: true,
        ask_password: !owed,
        changes: changes(required),
    };
    let set_up = |typed| SetUpFactor {
        shell: shell("Set up your second factor"),
        typed,
        qr: Qr { side: 29, path: "M4 4h1v1h-1z".to_owned() },
        secret: "GEZD GNBV GY3T QOJQ".to_owned(),
        owed: false,
    };
    let codes = |just_on| RecoveryCodes {
        shell: shell("Your recovery codes"),
        codes: vec!["7h3k-9m2p-x4qd-t0vz".to_owned(); RECOVERY_CODES],
        just_on,
    };
    let public = samples::public_shell;
    vec![
        Sample::of("accounts/code", &SignInCode { shell: public("Code"), typed: Typed::nothing() }),
        Sample::of("accounts/code, again", &SignInCode { shell: public("Code"), typed: faulty() }),
        Sample::of("accounts/recovery", &SignInRecovery { shell: public("Recovery"), typed: faulty() }),
        Sample::of("accounts/lost", &LostFactor { shell: public("Lost") }),
        Sample::of("accounts/second-factor, off", &own(false, false, false, faulty())),
        Sample::of("accounts/second-factor, owed", &own(false, true, true, Typed::nothing())),
        Sample::of("accounts/second-factor, on", &own(true, false, false, faulty())),
        Sample::of("accounts/second-factor, on and required", &own(true, true, false, Typed::nothing())),
        Sample::of("accounts/second-factor set-up", &set_up(faulty())),
        Sample::of("accounts/recovery-codes", &codes(true)),
        Sample::of("accounts/recovery-codes, new", &codes(false)),
    ]
}
