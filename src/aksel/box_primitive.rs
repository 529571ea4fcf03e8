//! A box with padding, ground and border from tokens, for what has no component of its own. The file
//! is not `box.rs` because that is a Rust keyword.

use leptos::prelude::*;

use super::class_names::{class_if, class_names};

/// A box with padding, ground and border.
#[component]
pub fn Box(
    /// Space inside, a token such as `space-16`; none by default.
    #[prop(default = "")]
    padding: &'static str,
    /// Ground, the end of a `--ax-bg-` token such as `neutral-soft`; none by default.
    #[prop(default = "")]
    background: &'static str,
    /// Colour of the border, the end of a `--ax-border-` token such as `neutral-subtle`; none by default.
    #[prop(default = "")]
    border_color: &'static str,
    /// Width of the border in pixels, `1` to `5`; none by default.
    #[prop(default = "")]
    border_width: &'static str,
    /// Round corners, the end of a `--ax-radius-` token such as `8`; none by default.
    #[prop(default = "")]
    border_radius: &'static str,
    /// Further classes; none by default.
    #[prop(optional)]
    class: &'static str,
    /// What stands in it.
    children: Children,
) -> impl IntoView {
    let class = class_names(&[
        class,
        class_if(!padding.is_empty(), "aksel-r-p"),
        class_if(!background.is_empty(), "aksel-box-bg"),
        class_if(!border_color.is_empty(), "aksel-box-border-color"),
        class_if(!border_width.is_empty(), "aksel-box-border-width"),
        class_if(!border_radius.is_empty(), "aksel-box-radius"),
    ]);
    let token =
        |family: &str, end: &str| (!end.is_empty()).then(|| format!("var(--ax-{family}{end})"));
    let border_width = (!border_width.is_empty()).then(|| format!("{border_width}px"));
    view! {
        <div
            class=class
            style=("--__axc-r-p-xs", token("", padding))
            style=("--__axc-box-background", token("bg-", background))
            style=("--__axc-box-border-color", token("border-", border_color))
            style=("--__axc-box-border-width", border_width)
            style=("--__axc-box-radius-xs", token("radius-", border_radius))
        >
            {children()}
        </div>
    }
}
