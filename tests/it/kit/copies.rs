//! One row, over and over: for lists that are cut.

use diesel::connection::SimpleConnection;
use perfolio::db::rows;
use perfolio::db::tx::Why;

use crate::kit::TestApp;

/// So many copies of the row with this id, written behind the house's back. These columns of theirs hold what the SQL beside
/// them says, all others what the row does.
pub async fn copies(
    house: &TestApp,
    (table, id): (&'static str, &str),
    count: usize,
    but: &'static [(&'static str, &'static str)],
) {
    house.ends_out_of_order("rows are copied without any act");
    let id = id.to_owned();
    let copied = house.app.write_quietly(Why::Swept, move |tx| {
        let all = rows::tables(tx.conn())?;
        let columns = &all.iter().find(|one| one.name == table).unwrap().columns;
        let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
        let mut sql = String::new();
        for number in 0..count {
            let value = |name: &&str| match but.iter().find(|(field, _)| field == name) {
                _ if *name == "id" => format!("'{id}-{number}'"),
                Some((_, value)) => (*value).to_owned(),
                None => (*name).to_owned(),
            };
            let values: Vec<String> = names.iter().map(value).collect();
            let (names, values) = (names.join(", "), values.join(", "));
            sql.push_str(&format!(
                "INSERT INTO {table} ({names}) SELECT {values} FROM {table} WHERE id = '{id}'; "
            ));
        }
        Ok(tx.conn().batch_execute(&sql)?)
    });
    copied.await.unwrap();
}
