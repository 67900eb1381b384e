//! Codes of rooms: where a lead makes one, its sheet, and what scanning it opens.

use super::fill;

pub const ROOMS: &str = "/people/rooms";
/// The sheet that hangs on the wall.
pub const ROOM: &str = "/people/rooms/{room}";
pub const ROOM_END: &str = "/people/rooms/{room}/end";
/// What the code opens.
pub const ROOM_CODE: &str = "/rooms/{token}";

pub fn room(room: &str) -> String {
    fill(ROOM, &[room])
}

pub fn room_end(room: &str) -> String {
    fill(ROOM_END, &[room])
}

pub fn room_code(token: &str) -> String {
    fill(ROOM_CODE, &[token])
}
