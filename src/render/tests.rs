
use super::*;
#[test]
fn look() {
    let dir = std::path::Path::new("/tmp/wt/render-look");
    std::fs::create_dir_all(dir).unwrap();
    let many = report::PortfolioReport::sample_of(75);
    let c = report::CohortReport::sample();
    std::fs::write(dir.join("p.csv"), csv::portfolio(&many).unwrap()).unwrap();
    std::fs::write(dir.join("c.csv"), csv::cohort(&c).unwrap()).unwrap();
    std::fs::write(dir.join("p.xlsx"), xlsx::portfolio(&many).unwrap()).unwrap();
    std::fs::write(dir.join("c.xlsx"), xlsx::cohort(&c).unwrap()).unwrap();
    match pdf::portfolio(&many) { Ok(b) => std::fs::write(dir.join("p.pdf"), b).unwrap(), Err(e) => println!("{e}") }
    match pdf::cohort(&c) { Ok(b) => std::fs::write(dir.join("c.pdf"), b).unwrap(), Err(e) => println!("{e}") }
}
