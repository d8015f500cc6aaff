//! Chats that programs keep as JSON: the days of a channel of Slack, a chat of Telegram. A message is a turn.
//!
//! As in chats saved as text, the clock says when somebody wrote and is no time in a recording, so turns have none, and
//! messages of the program itself are of nobody.

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::error::ImportError;
use super::super::names;
use super::super::script::{Given, Script};
use super::super::survey::push_lines;
use crate::Warning;

/// The messages of a chat; none if the file is no chat.
pub(super) fn script(
    whole: &Value,
    warnings: &mut Vec<Warning>,
) -> Result<Option<Script>, ImportError> {
    refuse_lists(whole)?;
    let messages = if let Some(days) = whole.as_array().filter(|list| is_slack(list)) {
        slack(days)
    } else if let Some(chat) = telegram_chat(whole)? {
        telegram(chat)
    } else {
        return Ok(None);
    };
    let mut script = Script::default();
    let mut wordless = 0_usize;
    for message in &messages {
        let words = message.words.trim();
        if words.is_empty() {
            wordless += 1;
            continue;
        }
        let (label, given) =
            Given::labelled(message.who.as_deref().unwrap_or_default(), None, None);
        push_lines(&mut script, &label, words, Some(given));
    }
    warnings.extend(Warning::of_count(
        wordless,
        "message without words, such as a picture or a note of the program, was left out",
        "messages without words, such as pictures and notes of the program, were left out",
    ));
    Ok(Some(script))
}

struct Message {
    /// Who wrote; none for the program itself.
    who: Option<String>,
    words: String,
}

fn text<'v>(of: &'v Value, name: &str) -> Option<&'v str> {
    of.get(name)
        .and_then(Value::as_str)
        .map(str::trim)
        .filter(|text| !text.is_empty())
}

/// The lists that an export of Slack has beside its messages.
fn refuse_lists(whole: &Value) -> Result<(), ImportError> {
    let Some(first) = whole.as_array().and_then(|list| list.first()) else {
        return Ok(());
    };
    let has = |name: &str| first.get(name).is_some();
    let what = if has("team_id") && has("profile") {
        "the list of people of a Slack export"
    } else if has("creator") && has("members") && has("created") {
        "the list of channels of a Slack export"
    } else {
        return Ok(());
    };
    Err(ImportError::Unsupported {
        what,
        advice: "import the folders of its channels, which have a file for each day",
    })
}

fn is_slack(list: &[Value]) -> bool {
    !list.is_empty()
        && list
            .iter()
            .all(|one| text(one, "type") == Some("message") && text(one, "ts").is_some())
}

/// Sorts of Slack's messages that somebody wrote; the others say what happened in the channel.
const WRITTEN: [&str; 8] = [
    "bot_message",
    "file_comment",
    "file_share",
    "me_message",
    "reply_broadcast",
    "thread_broadcast",
    "message_replied",
    "huddle_thread",
];

fn slack(list: &[Value]) -> Vec<Message> {
    // Some messages name who wrote, others have the number only.
    let mut people: BTreeMap<&str, String> = BTreeMap::new();
    for message in list {
        let named = message.get("user_profile").and_then(|profile| {
            ["real_name", "display_name", "name"]
                .iter()
                .find_map(|name| text(profile, name))
        });
        if let (Some(id), Some(name)) = (text(message, "user"), named) {
            people.insert(id, name.to_owned());
        }
    }
    let mut bearers: BTreeMap<String, usize> = BTreeMap::new();
    for name in people.values() {
        *bearers.entry(names::key(name)).or_default() += 1;
    }
    // Two people of one name stay two.
    for (id, name) in &mut people {
        if bearers
            .get(&names::key(name))
            .is_some_and(|&count| count > 1)
        {
            *name = format!("{name} ({id})");
        }
    }
    let who = |message: &Value| {
        let id = text(message, "user");
        let bot = message
            .get("bot_profile")
            .and_then(|bot| text(bot, "name"))
            .or_else(|| text(message, "username"));
        id.and_then(|id| people.get(id).map(String::as_str))
            .or(bot)
            .or(id)
            .or_else(|| text(message, "bot_id"))
            .map(str::to_owned)
    };
    list.iter()
        .map(|message| Message {
            who: text(message, "subtype")
                .is_none_or(|sort| WRITTEN.contains(&sort))
                .then(|| who(message))
                .flatten(),
            words: slack_words(text(message, "text").unwrap_or_default(), &people),
        })
        .collect()
}

/// Words as people saw them: `<@U1>` is a person, `<https://a.org|a>` a link, `&amp;` a sign.
fn slack_words(text: &str, people: &BTreeMap<&str, String>) -> String {
    let mut words = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        words.push_str(before);
        let Some((mark, after)) = after.split_once('>') else {
            words.push('<');
            rest = after;
            continue;
        };
        let (what, shown) = mark.split_once('|').unwrap_or((mark, ""));
        if let Some(id) = what.strip_prefix('@') {
            let name = people.get(id).map_or(id, String::as_str);
            words.push('@');
            words.push_str(if shown.is_empty() { name } else { shown });
        } else if let Some(id) = what.strip_prefix('#') {
            words.push('#');
            words.push_str(if shown.is_empty() { id } else { shown });
        } else if let Some(group) = what.strip_prefix('!') {
            words.push('@');
            words.push_str(if shown.is_empty() { group } else { shown }.trim_start_matches('@'));
        } else if shown.is_empty() || what.ends_with(shown) {
            words.push_str(what);
        } else {
            words.push_str(shown);
            words.push_str(" (");
            words.push_str(what);
            words.push(')');
        }
        rest = after;
    }
    words.push_str(rest);
    words
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

/// The one chat of an export of Telegram; an export of several is refused, for one source holds one chat.
fn telegram_chat(whole: &Value) -> Result<Option<&[Value]>, ImportError> {
    let messages = |chat: &'_ Value| chat.get("messages").and_then(Value::as_array).is_some();
    let chat = if let Some(list) = whole
        .get("chats")
        .and_then(|chats| chats.get("list")?.as_array())
    {
        let mut chats = list.iter().filter(|chat| messages(chat));
        let only = chats.next();
        if chats.next().is_some() {
            return Err(ImportError::Unsupported {
                what: "a Telegram export of several chats",
                advice: "export one chat from its own menu in Telegram Desktop, as JSON, and import that",
            });
        }
        only
    } else {
        Some(whole)
    };
    let list = chat.and_then(|chat| chat.get("messages")?.as_array());
    let dated = |one: &Value| {
        matches!(text(one, "type"), Some("message" | "service")) && text(one, "date").is_some()
    };
    Ok(list
        .map(Vec::as_slice)
        .filter(|list| !list.is_empty() && list.iter().all(dated)))
}

fn telegram(list: &[Value]) -> Vec<Message> {
    let piece = |part: &Value| {
        part.as_str()
            .or_else(|| part.get("text").and_then(Value::as_str))
            .unwrap_or_default()
            .to_owned()
    };
    list.iter()
        .map(|message| {
            let mut words = match message.get("text") {
                Some(Value::Array(parts)) => parts.iter().map(piece).collect(),
                Some(whole) => piece(whole),
                None => String::new(),
            };
            // Words that somebody passed on are not what they said.
            if let Some(from) = text(message, "forwarded_from").filter(|_| !words.is_empty()) {
                words = format!("[forwarded from {from}] {words}");
            }
            let who = ["from", "from_id"].iter().find_map(|of| text(message, of));
            Message {
                who: who.map(str::to_owned),
                words,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::{shown, warned};
    use super::super::super::{ImportOptions, read_transcript};

    fn refused(text: &str) -> String {
        read_transcript("a.json", text.as_bytes(), &ImportOptions::default())
            .unwrap_err()
            .to_string()
    }

    #[test]
    fn a_day_of_a_channel_is_turns_of_those_who_wrote() {
        let day = r#"[
            {"type":"message","subtype":"channel_join","user":"U2","ts":"1600000000.1","text":"<@U2> has joined the channel"},
            {"type":"message","user":"U1","ts":"1600000001.1","text":"Hello <@U2>: see <https://example.org|the page>\nor ask me &amp; Lee","user_profile":{"real_name":"Ada Okoro","name":"ada"}},
            {"type":"message","user":"U1","ts":"1600000002.1","text":"again"},
            {"type":"message","user":"U2","ts":"1600000003.1","text":"yes","user_profile":{"real_name":"","display_name":"lee"}},
            {"type":"message","user":"U3","ts":"1600000004.1","text":"in <#C9|general> <!here> &lt;3"},
            {"type":"message","user":"U3","ts":"1600000005.1","text":"","files":[{"name":"a.png"}]}
        ]"#;
        insta::assert_snapshot!(shown("2026-05-01.json", day.as_bytes()), @r"
        [] @lee has joined the channel
        [Ada Okoro] Hello @lee: see the page (https://example.org)⏎or ask me & Lee
        [Ada Okoro] again
        [lee] yes
        [U3] in #general @here <3
        ");
        assert_eq!(
            warned("a.json", day.as_bytes()),
            ["1 message without words, such as a picture or a note of the program, was left out."]
        );
    }

    #[test]
    fn a_chat_of_telegram_is_turns_of_those_who_wrote() {
        let chat = r#"{"name":"Walks","type":"private_group","id":7,"messages":[
            {"id":1,"type":"service","date":"2026-05-01T09:00:00","actor":"Ada","action":"create_group","text":""},
            {"id":2,"type":"message","date":"2026-05-01T09:01:00","from":"Ada","from_id":"user1","text":["see ",{"type":"link","text":"example.org"}," first"]},
            {"id":3,"type":"message","date":"2026-05-01T09:02:00","from":"Lee","from_id":"user2","text":"no","forwarded_from":"Cai"},
            {"id":4,"type":"message","date":"2026-05-01T09:03:00","from":null,"from_id":"user3","text":"why"}
        ]}"#;
        insta::assert_snapshot!(shown("result.json", chat.as_bytes()), @r"
        [Ada] see example.org first
        [Lee] [forwarded from Cai] no
        [user3] why
        ");
    }

    #[test]
    fn lists_of_people_and_exports_of_several_chats_say_what_to_import() {
        assert_eq!(
            refused(r#"[{"id":"U1","team_id":"T1","name":"ada","profile":{"real_name":"Ada"}}]"#),
            "the list of people of a Slack export cannot be read: import the folders of its channels, which have a file for each day"
        );
        assert!(
            refused(
                r#"[{"id":"C1","name":"general","created":1,"creator":"U1","members":["U1"]}]"#
            )
            .starts_with("the list of channels")
        );
        let chat = r#"{"name":"A","type":"personal_chat","id":1,"messages":[{"id":1,"type":"message","date":"2026-05-01T09:00:00","from":"Ada","text":"so"}]}"#;
        let whole = |chats: &str| format!(r#"{{"chats":{{"list":[{chats}]}}}}"#);
        assert_eq!(shown("a.json", whole(chat).as_bytes()), "[Ada] so");
        assert!(
            refused(&whole(&format!("{chat},{chat}")))
                .starts_with("a Telegram export of several chats cannot be read: export one chat")
        );
    }
}
