//! How documents of every convention are cut into turns.

use super::shown;

fn txt(text: &str) -> String {
    shown("a.txt", text.as_bytes())
}

#[test]
fn front_matter_labels_and_continuations() {
    let text = "Interview 4\nDate: 3 May\nInterviewer: Jane Lee\n\nINT: How was it?\n\nP1: Good.\n\nIt went on. For example: the bus.\n\nINT: I see.\n\nP1: Yes.\n\n[End of interview]\n";
    insta::assert_snapshot!(txt(text), @r"
    [] Interview 4⏎Date: 3 May⏎Interviewer: Jane Lee
    [INT!] How was it?
    [P1] Good.⏎⏎It went on. For example: the bus.
    [INT!] I see.
    [P1] Yes.
    [] [End of interview]
    ");
}

#[test]
fn a_label_on_its_own_line() {
    insta::assert_snapshot!(txt("Speaker 1 (00:23):\r\nYeah.\r\n\r\nSpeaker 2 (00:30):\r\nSo.\r\n\r\n(01:00):\r\nAnd more.\r\n\r\nSpeaker 1 (01:10):\r\nOh.\r\n"), @r"
    [Speaker 1 23000-] Yeah.
    [Speaker 2 30000-] So.
    [Speaker 2 60000-] And more.
    [Speaker 1 70000-] Oh.
    ");
}

#[test]
fn times_on_their_own_lines_belong_to_what_follows() {
    insta::assert_snapshot!(txt("Notes\nKey decision: go on\nTranscript\n00:05:00\nAda Okoro: Okay.\nLee Park: Yes.\n00:10:00\nAda Okoro: So.\nLee Park: No.\nTranscription ended after 00:38:12\n"), @r"
    [] Notes⏎Key decision: go on⏎Transcript
    [Ada Okoro 300000-] Okay.
    [Lee Park] Yes.
    [Ada Okoro 600000-] So.
    [Lee Park] No.
    [] Transcription ended after 00:38:12
    ");
}

#[test]
fn bare_times_before_nearly_every_line_are_times() {
    let line = |n: u32| format!("00:0{n}:05 We met there, and it was the {n}th time.\n\n");
    let text: String = (1..8).map(line).collect();
    let read = shown("a.txt", text.as_bytes());
    assert!(
        read.starts_with("[ 65000-] We met there, and it was the 1th time.\n[ 125000-] We met"),
        "{read}"
    );
    // A clock that is said now and then, and times that go back.
    let said = "We met.\n\n00:10:05 is when it starts.\n\nYes.\n\n".repeat(4);
    assert!(shown("a.txt", said.as_bytes()).contains("[] 00:10:05 is when"));
    let back: String = (1..8).rev().map(line).collect();
    assert!(shown("a.txt", back.as_bytes()).contains("00:07:05 We met"));
}

#[test]
fn maxqda_and_f4_times() {
    insta::assert_snapshot!(txt("#00:00:00-0# Doctor: Hello?\n\n#00:00:03-7# Patient: Hi.\n\n#00:00:04-8# Doctor: Good.\n\n#00:00:05-0# Patient: So.\n"), @r"
    [Doctor! 0-] Hello?
    [Patient 3700-] Hi.
    [Doctor! 4800-] Good.
    [Patient 5000-] So.
    ");
    insta::assert_snapshot!(txt("I: Ja? #00:00:03-7#\n\nB: Ja. #00:00:05-1#\n\nI: Gut. #00:00:06-0#\n\nB: So. #00:00:07-0#\n"), @r"
    [I! -3700] Ja?
    [B -5100] Ja.
    [I! -6000] Gut.
    [B -7000] So.
    ");
}

#[test]
fn markdown_headings_between_turns_are_nobodys() {
    insta::assert_snapshot!(shown("a.md", b"---\ntitle: T\n---\n**Ada:** Live.\nHey.\n\n## Part two\n\nstill me\n\n**Lee:** *Yo.*\n\n**Ada:** Hm.\n\n**Lee**: So.\n"), @r"
    [] ---⏎title: T⏎---
    [Ada] Live.⏎Hey.
    [] ## Part two
    [Ada] still me
    [Lee] *Yo.*
    [Ada] Hm.
    [Lee] So.
    ");
}

#[test]
fn brackets_tabs_capitals_and_questions() {
    insta::assert_snapshot!(txt("[id1] hello [laughs]\n\n[inaudible]\n\n[id2] yes\n\n[id1] so\n"), @r"
    [id1] hello [laughs]⏎⏎[inaudible]
    [id2] yes
    [id1] so
    ");
    insta::assert_snapshot!(txt("Ada\tWell\nLee\tYes\nAda\tSo\nLee\tNo\n"), @r"
    [Ada] Well
    [Lee] Yes
    [Ada] So
    [Lee] No
    ");
    insta::assert_snapshot!(txt("Q. Did you?\nA. I did.\nQ. Why?\nA. No idea.\n"), @r"
    [Q!] Did you?
    [A] I did.
    [Q!] Why?
    [A] No idea.
    ");
}

#[test]
fn parts_alone_on_their_lines() {
    insta::assert_snapshot!(txt("Interviewer\n\nHow was it?\n\nParent 1\n\nGood.\nQuite.\n\nInterviewer\n\nYes?\n\nParent 1\n\nYes.\n"), @r"
    [Interviewer!] How was it?
    [Parent 1] Good.⏎Quite.
    [Interviewer!] Yes?
    [Parent 1] Yes.
    ");
}

#[test]
fn days_and_openers_that_repeat_are_nobodys_names() {
    let text = "Dear diary\n\nToday: rain. Tomorrow: sun.\n\nTomorrow: sun again.\n\nToday: rain again.\n\nTomorrow: who knows.\n";
    assert!(!txt(text).contains("[T"));
}

#[test]
fn unlabelled_text_is_cut_at_paragraphs_and_stays_nobodys() {
    insta::assert_snapshot!(txt("REVIEW GOAL\n- see how: the author\n\nSecond paragraph.\n"), @r"
    [] REVIEW GOAL
    [] - see how: the author
    [] Second paragraph.
    ");
    insta::assert_snapshot!(txt("[0:00] It began\n\nand went on.\n\n[0:20] Then it\n\n[0:40] ended.\n"), @r"
    [ 0-] It began⏎⏎and went on.
    [ 20000-] Then it
    [ 40000-] ended.
    ");
}

#[test]
fn hard_wrapped_lines_never_become_speakers() {
    let text = "Mark M (00:00:00) - Which by the way is something that is a\nlittle bit unique to digital systems. You\nNote: if it works\n\nAdam W (00:00:15) - Hello and welcome to this\npodcast: it is new\n\nMark M (00:00:35) - Hey\n";
    insta::assert_snapshot!(txt(text), @r"
    [Mark M 0-] Which by the way is something that is a⏎little bit unique to digital systems. You⏎Note: if it works
    [Adam W 15000-] Hello and welcome to this⏎podcast: it is new
    [Mark M 35000-] Hey
    ");
}

#[test]
fn all_line_ends_and_scripts() {
    insta::assert_snapshot!(txt("\u{feff}Ŵyn：Ia.\r\rLîn: 😀 x.\u{2028}\u{2028}Ŵyn: Na.\r\n\r\nLîn: Iawn.\u{b}\u{b}Ŵyn: Diolch."), @r"
    [Ŵyn] Ia.
    [Lîn] 😀 x.
    [Ŵyn] Na.
    [Lîn] Iawn.
    [Ŵyn] Diolch.
    ");
}
