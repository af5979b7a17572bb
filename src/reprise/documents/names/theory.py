"""What the records of demonstrations may hold: how gradients, steps, selection and time behave."""

from __future__ import annotations

from reprise.documents.names.pattern import Names

NAMES = {
    "gradient-paths": Names(
        metrics="""
            final_distance_batch_all final_distance_batch_{n} final_loss_batch_all
            final_loss_batch_{n} gradient_deviation_batch_all gradient_deviation_batch_{n}
        """,
        curves="""
            update.distance_batch_all update.distance_batch_{n} update.loss_batch_all
            update.loss_batch_{n} update.weight_{n}_batch_all update.weight_{n}_batch_{n}
        """,
        arrays="minimum path_batch_all path_batch_{n}",
    ),
    "gradient-noise": Names(
        metrics="""
            epoch_mean_error_all_batches epoch_mean_error_equal_batches examples_in_last_batch
            gradient_norm log_log_slope noise_batch_{n} parameters train_images
        """,
        curves="batch_size.noise",
    ),
    "gradient-cost": Names(
        metrics="""
            back_propagation_multiply_adds back_propagation_slope forward_mode_gradient_difference
            forward_mode_multiply_adds forward_mode_quotient forward_mode_quotient_per_parameter
            forward_mode_slope gradient_difference largest_gradient one_at_a_time_multiply_adds
            one_at_a_time_slope parameters quotient quotient_per_parameter
        """,
        curves="""
            parameters.back_propagation_multiply_adds parameters.forward_mode_multiply_adds
            parameters.forward_mode_quotient parameters.one_at_a_time_multiply_adds
            parameters.quotient
        """,
        timing="""
            back_propagation_seconds_per_1000 forward_mode_seconds_per_1000
            one_at_a_time_seconds_per_1000
        """,
    ),
    "step-sizes": Names(
        metrics="""
            adam_first_steps adam_first_update_step adam_largest_step adam_last_steps
            adam_last_to_first momentum_agreeing_step momentum_agreeing_step_error
            momentum_alternating_step momentum_plain_step momentum_step_at_turn
            momentum_step_before_turn momentum_turn_to_steady schedule_difference schedule_epochs
            schedule_error schedule_share_falling
        """,
        curves="update.largest_step update.mean_step",
    ),
    "principal-components": Names(
        metrics="""
            basis_error component_covariance component_mean kept_above_random kept_components
            kept_share largest_random_share limited_max limited_min
        """,
    ),
    "selection-on-test": Names(
        metrics="""
            bias_chosen_on_test bias_chosen_on_validation standard_deviation_of_a_score
            standard_error
        """,
    ),
    "implementation-speed": Names(
        metrics="""
            batch_size gradient_largest images parameters scalar_images scalar_to_vector_difference
            vector_to_batch_difference
        """,
        timing="batched_seconds_per_1000 scalar_seconds_per_1000 vectorised_seconds_per_1000",
    ),
    "batch-multiples": Names(
        metrics="batch_sizes parameters",
        timing="seconds_per_{n}_updates_batch_{n}",
    ),
    "backend-time": Names(
        metrics="""
            batch_size convolutional_images convolutional_parameters perceptron_images
            perceptron_parameters train_images
        """,
        timing="""
            convolutional_torch_{n}_threads_seconds_per_epoch perceptron_numpy_seconds_per_epoch
            perceptron_torch_{n}_threads_seconds_per_epoch
        """,
    ),
    "time-to-accuracy": Names(
        metrics="epochs examples reached test_accuracy updates",
        timing="seconds_per_1000_updates seconds_to_accuracy",
    ),
}
