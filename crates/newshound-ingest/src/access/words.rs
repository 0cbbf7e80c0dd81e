//! What publishers call what not everybody may read, what everybody may, and what nobody may yet.

/// Words for what not everybody may read.
pub(super) fn is_closed(word: &str) -> bool {
    matches!(
        word,
        "paid"
            | "pay"
            | "premium"
            | "plus"
            | "locked"
            | "metered"
            | "hard"
            | "soft"
            | "freemium"
            | "restricted"
            | "registered"
            | "registration"
            | "members"
            | "member"
            | "members-only"
            | "tiers"
            | "only-paid"
            | "only-free"
            | "founding"
            | "subscriber"
            | "subscribers"
            | "subscription"
            | "subscriber-only"
            | "subscribers-only"
            | "subscriber-exclusive"
    )
}

/// Words for what everybody may read.
pub(super) fn is_open(word: &str) -> bool {
    matches!(
        word,
        "public" | "free" | "open" | "all" | "everyone" | "everybody" | "anyone" | "unlocked" | "none" | "full-access"
    )
}

/// Words of editorial systems and agencies for what is out.
pub(super) fn is_out(word: &str) -> bool {
    matches!(
        word,
        "published"
            | "publish"
            | "republished"
            | "public"
            | "live"
            | "online"
            | "final"
            | "usable"
            | "released"
            | "release"
            | "posted"
            | "visible"
            | "available"
            | "open"
            | "active"
            | "enabled"
            | "current"
            | "updated"
            | "corrected"
            | "correction"
            | "ok"
            | "publicado"
            | "publié"
            | "publie"
            | "veröffentlicht"
            | "pubblicato"
            | "gepubliceerd"
            | "опубликовано"
    )
}

/// Words of editorial systems and agencies for what is not out, or not out any more.
pub(super) fn is_unpublished(word: &str) -> bool {
    matches!(
        word,
        "draft"
            | "drafts"
            | "auto-draft"
            | "pending"
            | "pending-review"
            | "private"
            | "trash"
            | "trashed"
            | "deleted"
            | "future"
            | "scheduled"
            | "unpublished"
            | "not-published"
            | "review"
            | "in-review"
            | "in-progress"
            | "wip"
            | "hold"
            | "on-hold"
            | "hidden"
            | "unlisted"
            | "internal"
            | "inactive"
            | "expired"
            | "spiked"
            | "spike"
            | "embargoed"
            | "withheld"
            | "withhold"
            | "withdrawn"
            | "recalled"
            | "canceled"
            | "cancelled"
            | "cancel"
            | "killed"
            | "kill"
            | "never"
            | "not-yet"
            | "nope"
    )
}
