use super::*;

fn read(pairs: &[(&str, &str)]) -> Result<Config, Unsettled> {
    let names: Vec<String> = pairs.iter().map(|(name, _)| (*name).to_owned()).collect();
    Config::read(|n| pairs.iter().find(|(k, _)| *k == n).map(|(_, v)| (*v).to_owned()), &names, "./data")
}

#[test]
fn nothing_set_is_a_house_on_loopback() {
    let config = read(&[]).unwrap();
    assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(config.database, Address::Sqlite("./data/perfolio.db".into()));
    assert_eq!(config.link("/inbox"), "http://127.0.0.1:8080/inbox");
    assert!(!config.secure());
}

#[test]
fn all_faults_are_told_together() {
    let faults = read(&[
        ("PERFOLIO_LISTEN", "8080"),
        ("PERFOLIO_DATABASE_URL", "mysql://x"),
        ("PERFOLIO_PUBLIC_URL", "http://perfolio.trust.example"),
        ("PERFOLIO_SMTP_URL", "mail.trust.example"),
        ("PERFOLIO_UPLOAD_MB", "900"),
        ("PERFOLIO_DATABASE_URI", "x"),
    ])
    .unwrap_err();
    assert_eq!(faults.0.len(), 6, "{faults}");
    assert!(faults.to_string().contains("did you mean PERFOLIO_DATABASE_URL?"), "{faults}");
}

#[test]
fn nothing_leaves_the_machine_in_the_open() {
    for (name, open) in [
        ("PERFOLIO_LISTEN", "10.0.0.5:8080"),
        ("PERFOLIO_PUBLIC_URL", "http://0.0.0.0:8080"),
        ("PERFOLIO_PUBLIC_URL", "http://10.0.0.5:8080"),
        ("PERFOLIO_SMTP_URL", "smtp://mail.trust.example:587"),
        ("PERFOLIO_SMTP_URL", "smtp://mail.trust.example:587?tls=opportunistic"),
    ] {
        assert!(read(&[(name, open)]).is_err(), "{open}");
    }
    for (name, kept) in [
        ("PERFOLIO_PUBLIC_URL", "http://localhost:8080"),
        ("PERFOLIO_PUBLIC_URL", "http://[::1]:8080"),
        ("PERFOLIO_PUBLIC_URL", "https://perfolio.trust.example"),
        ("PERFOLIO_SMTP_URL", "smtp://127.0.0.1:2525"),
        ("PERFOLIO_SMTP_URL", "smtps://mail.trust.example"),
        ("PERFOLIO_SMTP_URL", "smtp://mail.trust.example:587?tls=required"),
    ] {
        assert!(read(&[(name, kept)]).is_ok(), "{kept}");
    }
    let unsaid = read(&[("PERFOLIO_LISTEN", "0.0.0.0:8080")]).unwrap();
    assert_eq!(unsaid.public_url.as_str(), "http://localhost:8080/");
    let proxied =
        [("PERFOLIO_LISTEN", "0.0.0.0:8080"), ("PERFOLIO_PUBLIC_URL", "https://perfolio.trust.example")];
    assert!(read(&proxied).unwrap().secure());
}

#[test]
fn secrets_are_masked() {
    let config = read(&[
        ("PERFOLIO_SMTP_URL", "smtp://ann:hush@mail.example:587?tls=required"),
        ("PERFOLIO_DATABASE_URL", "postgres://p:hush@h/d"),
        ("PERFOLIO_SECRET_KEY", &"0aff".repeat(16)),
    ])
    .unwrap();
    let said = format!("{config:?}{}", config.shown());
    assert!(!said.contains("hush") && !said.contains("0aff"), "{said}");
    assert!(said.contains("PERFOLIO_SECRET_KEY=set, not shown"), "{said}");
    assert_eq!(config.secret_key.unwrap().bytes()[..4], [10, 255, 10, 255]);
    let refused = read(&[("PERFOLIO_SECRET_KEY", "hush")]).unwrap_err().to_string();
    assert!(refused.contains("64 hex digits") && !refused.contains("hush"), "{refused}");
}

#[test]
fn every_setting_is_shown() {
    let get = |name: &str| (name == "PERFOLIO_DEMO_DAY").then(|| "2026-11-21".to_owned());
    let shown = Config::read(get, &[], "./data").unwrap().shown();
    for (name, ..) in SETTINGS {
        assert!(shown.contains(&format!("{name}=")), "{name} is not in {shown}");
    }
    assert!(shown.contains("PERFOLIO_DEMO_DAY=2026-11-21"), "{shown}");
}

#[test]
fn distances() {
    assert_eq!(distance("kitten", "sitting"), 3);
    assert_eq!(distance("", "ab"), 2);
}
