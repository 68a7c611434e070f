//! What nobody sees does not count as said: a follow-up whose only link to the replay is hidden lacks it.

use crate::world::{self, FOLLOW_UP, rules};

/// The verdict on a follow-up whose link stands in this frame, at the place of `@`.
fn lacks(name: &str, frame: &str) -> bool {
    let project = world::project(name);
    let link = "<a href=\"https://salle.exemple.test/replay-carnet\">Voir le replay</a>";
    let body = frame.replace('@', link);
    project.write(
        "mails/m.hbs",
        &format!("---\n{FOLLOW_UP}---\n<p>« Tenir un carnet de terrain » : merci !</p>\n{body}\n"),
    );
    let report = project.json("check");
    assert_ne!(report["verdict"], "clean");
    rules(&report).contains(&"missing-replay")
}

macro_rules! hidden {
    ($($name:ident = $frame:expr;)+) => {
        $(#[test] fn $name() { assert!(lacks(stringify!($name), $frame), "{}", $frame); })+
    };
}

macro_rules! shown {
    ($($name:ident = $frame:expr;)+) => {
        $(#[test] fn $name() { assert!(!lacks(stringify!($name), $frame), "{}", $frame); })+
    };
}

hidden! {
    no_link_at_all = "";
    not_displayed = "<p style=\"display:none\">@</p>";
    not_displayed_in_odd_letters = "<p style=\" DISPLAY : NONE !important\">@</p>";
    not_displayed_behind_comments = "<p style=\"display:/*x*/none\">@</p>";
    not_displayed_by_an_escape = "<p style=\"d\\69splay:none\">@</p>";
    invisible = "<p style=\"visibility:hidden\">@</p>";
    collapsed = "<p style=\"visibility:collapse\">@</p>";
    see_through = "<p style=\"opacity:0\">@</p>";
    nearly_see_through = "<p style=\"opacity:0.01\">@</p>";
    without_size = "<p style=\"font-size:0\">@</p>";
    of_one_pixel = "<p style=\"font-size:1px\">@</p>";
    without_height = "<p style=\"height:0;overflow:hidden\">@</p>";
    without_room = "<p style=\"max-height:0;overflow:hidden\">@</p>";
    without_width = "<p style=\"max-width:0;overflow:hidden\">@</p>";
    left_of_the_window = "<p style=\"position:absolute;left:-9999px\">@</p>";
    outdented = "<p style=\"text-indent:-9999px\">@</p>";
    pushed_out = "<p style=\"margin-left:-9999px\">@</p>";
    clipped = "<p style=\"position:absolute;clip:rect(0,0,0,0)\">@</p>";
    clipped_by_a_path = "<p style=\"clip-path:inset(100%)\">@</p>";
    scaled_to_nothing = "<p style=\"transform:scale(0)\">@</p>";
    in_no_colour = "<p style=\"color:transparent\">@</p>";
    in_a_colour_without_cover = "<p style=\"color:rgba(0,0,0,0)\">@</p>";
    by_an_attribute = "<p hidden>@</p>";
    by_a_class = "<style>.x{display:none}</style><p class=\"x\">@</p>";
    by_an_id = "<style>#x{display:none}</style><p id=\"x\">@</p>";
    by_an_element = "<style>em{display:none}</style><em>@</em>";
    by_a_sheet_at_the_end = "<p class=\"x\">@</p><style>.x{display:none}</style>";
    by_what_is_around = "<div style=\"display:none\"><div style=\"display:block\">@</div></div>";
    in_a_comment = "<!-- @ -->";
    in_a_script = "<script>document.write('@')</script>";
    in_a_frame = "<iframe>@</iframe>";
}

shown! {
    displayed = "<p>@</p>";
    by_what_only_old_programs_skip = "<!--[if !mso]><!-->@<!--<![endif]-->";
    on_telephones_alone_is_shown = "<style>@media(min-width:600px){.x{display:none}}</style><p class=\"x\">@</p>";
    after_the_page_ends = "</body></html>@";
    behind_a_wrapper = "<a href=\"https://eur01.safelinks.protection.outlook.com/?url=\
        https%3A%2F%2Fsalle.exemple.test%2Freplay-carnet&data=05\">Voir le replay</a>";
}
