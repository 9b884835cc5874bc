//! What every fabric promises, run for every backend.
//!
//! A behaviour is a function over a [`system::System`], written once and listed once, below. A backend is a file that
//! makes systems and runs the list. Behaviours use subjects and services of their own, so that they can share servers,
//! and wait for what they expect with a deadline.

#![expect(clippy::expect_used, clippy::panic, reason = "a test fails by panicking, and says what it expected")]

mod bus;
mod cache;
mod consumers;
mod embedded;
mod events;
mod nats;
mod redis;
mod side_by_side;
mod state;
mod system;
mod timers;
mod watches;

/// Runs `$run!` on the list of all behaviours that need nothing but a running system.
macro_rules! behaviours {
    ($run:ident) => {
        $run! {
            bus: [
                a_message_reaches_each_subscriber_of_its_subject,
                a_star_stands_for_one_token,
                an_angle_stands_for_one_or_more_tokens,
                a_queue_group_gets_each_message_once,
                a_queue_group_shares_messages_among_its_members,
                each_group_and_each_plain_subscriber_gets_a_message,
                messages_of_one_sender_arrive_in_order,
                headers_and_body_arrive_unchanged,
                a_request_gets_its_answer,
                requests_in_parallel_get_their_own_answers,
                a_request_that_nobody_listens_to_fails_at_once,
                a_request_without_an_answer_ends_at_its_deadline,
                a_late_answer_reaches_nobody,
                an_inbox_takes_many_messages,
                a_message_to_a_closed_inbox_comes_back_to_its_reply_subject,
                a_message_to_nobody_comes_back_to_its_reply_subject,
                a_payload_up_to_the_limit_arrives,
                a_payload_above_the_limit_is_refused,
                subjects_and_patterns_that_are_not_well_formed_are_refused,
                a_dropped_subscription_gets_nothing_more,
                a_drained_member_loses_no_message,
                a_connected_bus_says_so_and_flushes,
            ];
            state: [
                a_key_that_was_never_written_has_no_value,
                a_value_is_read_back_as_it_was_written,
                a_commit_is_seen_by_a_read_after_it,
                a_write_that_expects_absence_succeeds_once,
                a_write_that_expects_a_revision_succeeds_on_it_only,
                a_write_that_expects_nothing_always_succeeds,
                a_conflict_names_its_key_and_stores_nothing,
                a_deleted_key_has_no_value_and_can_be_created_again,
                a_repeated_commit_is_answered_with_the_first_receipt,
                a_commit_that_lost_can_be_repeated_and_loses_again,
                revisions_grow_and_the_receipt_names_each,
                of_many_that_create_one_key_one_wins,
                concurrent_increments_lose_none,
                writes_of_one_commit_are_seen_together,
                several_keys_are_read_in_the_order_asked_for,
                a_listing_is_in_order_and_complete_over_its_pages,
                a_listing_keeps_to_its_prefix,
                a_listing_begins_after_a_key,
                a_value_of_many_bytes_is_kept_whole,
                commits_that_break_a_rule_are_refused,
                journals_do_not_see_each_other,
                a_journal_is_opened_twice_as_the_same,
                journals_are_named,
                a_value_whose_time_is_over_is_absent,
                a_value_written_again_has_its_new_time,
            ];
            events: [
                events_are_read_in_the_order_of_their_commit,
                the_last_sequence_is_that_of_the_last_commit,
                an_event_keeps_its_headers_and_time,
                events_of_a_refused_commit_are_never_seen,
                reading_keeps_to_its_filter,
                reading_begins_at_a_sequence_or_a_time,
                reading_goes_on_page_by_page,
                a_discarded_event_is_gone,
                a_reader_waits_for_the_next_event,
                an_event_whose_time_is_over_is_gone,
                a_query_outside_the_journal_is_refused,
            ];
            watches: [
                a_watch_begins_with_current_values_and_goes_on_with_changes,
                a_watch_of_nothing_says_that_it_is_current,
                a_watch_of_new_changes_skips_what_was_before,
                a_watch_goes_on_after_a_sequence,
                a_watch_sees_each_key_once_while_others_write,
                a_watch_sees_deletes,
                a_watch_sees_the_end_of_a_time_to_live,
                a_watch_keeps_to_its_prefix,
            ];
            timers: [
                a_timer_fires_at_its_time_and_once,
                a_timer_in_the_past_fires_at_once,
                a_timer_that_is_set_again_fires_as_it_was_set_last,
                a_cancelled_timer_does_not_fire,
                a_timer_of_a_refused_commit_does_not_fire,
                many_timers_fire_each_once,
            ];
            consumers: [
                a_consumer_gets_the_events_in_order,
                a_consumer_keeps_to_its_filter,
                a_consumer_waits_for_the_next_event,
                members_share_the_events,
                consumers_of_different_names_each_get_the_events,
                an_acknowledged_event_does_not_come_again,
                an_unanswered_event_comes_again,
                a_refused_event_comes_again_after_its_delay,
                progress_gives_the_handler_more_time,
                a_late_acknowledgement_counts,
                the_last_failure_makes_a_dead_letter,
                an_event_that_is_refused_at_its_last_attempt_becomes_a_dead_letter,
                a_dead_letter_keeps_the_event_and_says_why,
                a_dead_letter_is_gone_when_it_was_dealt_with,
                deliveries_in_flight_are_bounded,
                a_consumer_begins_where_it_was_told,
                a_member_that_joins_again_goes_on,
                a_fired_timer_reaches_consumers,
                a_consumer_that_breaks_a_rule_is_refused,
            ];
            cache: [
                a_value_is_kept_until_its_time_is_over,
                a_deleted_value_is_gone,
                a_value_that_is_set_again_is_the_new_one,
                a_quota_allows_a_burst_and_then_its_rate,
                a_refusal_says_when_to_try_again,
                a_quota_counts_units_not_requests,
                more_than_a_burst_is_never_allowed,
                quotas_do_not_see_each_other,
                concurrent_takers_get_the_burst_and_no_more,
            ];
        }
    };
}

/// Runs `$run!` on the list of behaviours that are about what is there after a restart.
macro_rules! lasting_behaviours {
    ($run:ident) => {
        $run! {
            state: [
                commits_are_there_after_a_restart,
                a_commit_can_be_repeated_after_a_restart,
            ];
            timers: [
                a_timer_fires_after_a_restart,
                a_timer_that_became_due_during_a_restart_fires,
            ];
            consumers: [
                a_consumer_goes_on_after_a_restart,
                attempts_are_counted_over_a_restart,
            ];
            watches: [
                a_watch_goes_on_after_a_restart,
            ];
        }
    };
}

pub(crate) use {behaviours, lasting_behaviours};
