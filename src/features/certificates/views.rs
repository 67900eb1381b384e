//! The pages as plain values.

use askama::Template;

use crate::domain::certificate::Worth;
use crate::domain::time::Day;
use crate::features::accounts::Qr;
use crate::features::certificates::pages::Found;
use crate::features::certificates::sheet::Sheet;
use crate::web::gate::{Public, SignedIn};
use crate::web::page::{Place, Shell, View};
use crate::web::paths;
use crate::web::samples::{self, Sample};
use crate::web::typed::Typed;

#[derive(Template)]
#[template(path = "certificates/certificate.html")]
pub struct CertificatePage {
    shell: Shell,
    line: String,
    entry: String,
    sheet: Option<Sheet>,
    qr: Option<Qr>,
    /// Nobody withdrew it: its signature ended, or there is a later version.
    fell: bool,
    /// Who withdrew it, and when.
    ended: Option<(String, Day)>,
    make: Option<String>,
    /// The signature that it rests on.
    signed: String,
    /// To whom a new one is made out, and when they took that name, where that was after it was signed.
    renamed: Option<(String, Day)>,
    not_own: Option<String>,
    end: Option<String>,
    /// None once it holds no longer.
    pdf: Option<String>,
    check: &'static str,
}

/// Asked by whoever holds the paper.
#[derive(Template)]
#[template(path = "certificates/question.html")]
pub struct Question {
    shell: Shell,
    house: String,
    typed: Typed,
}

/// What they are told.
#[derive(Template)]
#[template(path = "certificates/told.html")]
pub struct Told {
    shell: Shell,
    house: String,
    sheet: Option<Sheet>,
    again: &'static str,
}

impl View for CertificatePage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl View for Told {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl View for Question {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

impl CertificatePage {
    pub fn new(who: &SignedIn, found: Found, qr: Option<Qr>) -> CertificatePage {
        let id = found.entry.id.as_str();
        let holds = found.sheet.as_ref().is_some_and(|sheet| sheet.worth != Worth::Withdrawn);
        CertificatePage {
            shell: who.shell("Certificate", Place::Nowhere),
            line: format!("{}, number {}, {}", found.entry.kind.name, found.entry.number, found.entry.day),
            entry: paths::entry(id),
            make: found.may_make.then(|| paths::certificate(id)),
            signed: found.signed.map(|id| id.to_string()).unwrap_or_default(),
            end: found.may_withdraw.then(|| paths::certificate_end(id)),
            pdf: holds.then(|| paths::certificate_pdf(id)),
            check: paths::CERTIFICATES,
            fell: found.fell,
            ended: found.ended,
            renamed: found.renamed_on.map(|day| (found.entry.owner_name.clone(), day)),
            not_own: found.not_own,
            sheet: found.sheet,
            qr: qr.filter(|_| holds),
        }
    }
}

impl Question {
    pub fn new(who: &Public, house: String, typed: Typed) -> Question {
        Question { shell: who.shell("Check a certificate"), house, typed }
    }

    fn action(&self) -> &'static str {
        paths::CERTIFICATES
    }
}

impl Told {
    pub fn new(who: &Public, house: String, sheet: Option<Sheet>) -> Told {
        Told { shell: who.shell("Check a certificate"), house, sheet, again: paths::CERTIFICATES }
    }
}

pub fn samples() -> Vec<Sample> {
    let sheet = |worth: Worth| Sheet {
        number: "7H3K-9M2P-X4QD".to_owned(),
        kind: "Certificate of competence".to_owned(),
        competence: true,
        duty: "12-lead <ECG>".to_owned(),
        holder: "Ann <Field>".to_owned(),
        scale: "May do this".to_owned(),
        level: "Alone".to_owned(),
        levels: vec!["With somebody in the room".to_owned(), "Alone".to_owned()],
        assessor: "Sue Carter".to_owned(),
        capacity: "supervisor".to_owned(),
        awarded: samples::trainee().today(),
        done: None,
        until: (worth != Worth::Valid).then(|| samples::trainee().today()),
        worth,
    };
    let of_a_case = || Sheet {
        kind: "Bypass case".to_owned(),
        competence: false,
        duty: "Aortic <surgery>".to_owned(),
        done: Some(("Date of the case".to_owned(), samples::trainee().today().plus_days(-16))),
        ..sheet(Worth::Valid)
    };
    let page = |sheet: Option<Sheet>, make: bool| CertificatePage {
        fell: make && sheet.is_some(),
        ended: (make && sheet.is_some()).then(|| ("Lea <Brook>".to_owned(), samples::trainee().today())),
        renamed: make.then(|| ("Ann <Meadow>".to_owned(), samples::trainee().today())),
        not_own: None,
        shell: samples::shell_for(&samples::lead(), "Certificate", Place::Nowhere),
        line: "Certificate of competence, number 7, 3 November 2026".to_owned(),
        entry: paths::entry("e"),
        qr: sheet.as_ref().map(|_| Qr { side: 29, path: "M4 4h1v1h-1z".to_owned() }),
        make: make.then(|| paths::certificate("e")),
        signed: "d".to_owned(),
        end: sheet.as_ref().map(|_| paths::certificate_end("e")),
        pdf: (!make).then(|| paths::certificate_pdf("e")),
        check: paths::CERTIFICATES,
        sheet,
    };
    let told = |sheet: Option<Sheet>| Told {
        shell: samples::public_shell("Check a certificate"),
        house: "Perfolio at <Northgate>".to_owned(),
        sheet,
        again: paths::CERTIFICATES,
    };
    let question = |typed: Typed| Question {
        shell: samples::public_shell("Check a certificate"),
        house: "Perfolio at <Northgate>".to_owned(),
        typed,
    };
    let mut faults = crate::domain::fault::Faults::none();
    for field in ["number", "surname"] {
        faults.add(field, "Something is wrong here.");
    }
    vec![
        Sample::of("certificates/certificate", &page(Some(sheet(Worth::Valid)), false)),
        Sample::of("certificates/certificate, withdrawn", &page(Some(sheet(Worth::Withdrawn)), true)),
        Sample::of("certificates/certificate, none", &page(None, true)),
        Sample::of(
            "certificates/certificate, for a lead to make",
            &CertificatePage {
                not_own: Some("Your name was changed on 12 November 2026.".to_owned()),
                ..page(None, false)
            },
        ),
        Sample::of("certificates/question", &question(Typed::nothing())),
        Sample::of("certificates/question, again", &question(Typed::nothing().with_faults(faults))),
        Sample::of("certificates/told, valid", &told(Some(sheet(Worth::Valid)))),
        Sample::of("certificates/told, of a case", &told(Some(of_a_case()))),
        Sample::of("certificates/told, expired", &told(Some(sheet(Worth::Expired)))),
        Sample::of("certificates/told, withdrawn", &told(Some(sheet(Worth::Withdrawn)))),
        Sample::of("certificates/told, unknown", &told(None)),
    ]
}
