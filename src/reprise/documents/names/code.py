"""What the records of demonstrations may hold: code that the documents print, run again."""

from __future__ import annotations

from reprise.documents.names.pattern import Names

NAMES = {
    "csv-loader": Names(
        metrics="""
            place_of_test_images place_of_test_labels place_of_train_images place_of_train_labels
            test_different_labels test_different_pixels test_image_columns test_image_rows
            test_label_columns test_label_row_sum_max test_label_row_sum_min test_label_rows
            test_pixel_max test_pixel_min train_different_labels train_different_pixels
            train_image_columns train_image_rows train_label_columns train_label_row_sum_max
            train_label_row_sum_min train_label_rows train_pixel_max train_pixel_min
        """,
        timing="loading_seconds",
    ),
    "ignored-arguments": Names(
        metrics="""
            default_batch_size default_epochs default_learning_rate default_verbose
            difference_by_batch_size_as_printed difference_by_batch_size_corrected
            difference_by_epochs_as_printed difference_by_epochs_corrected
            difference_by_learning_rate_as_printed difference_by_learning_rate_corrected
            difference_from_hard_coded_as_printed difference_from_hard_coded_corrected
            printed_lines_as_printed printed_lines_corrected received_batch_size_as_printed
            received_batch_size_corrected received_epochs_as_printed received_epochs_corrected
            received_learning_rate_as_printed received_learning_rate_corrected
            received_verbose_as_printed received_verbose_corrected updates_as_printed
            updates_corrected
        """,
    ),
    "network-object": Names(
        metrics="""
            printed_layers printed_parameters printed_weight_matrices raises_for_relu
            raises_for_sigmoid raises_for_softmax raises_for_tanh
        """,
    ),
    "inline-update": Names(
        metrics="bias_difference gradient_error updates weight_change weight_difference",
    ),
    "update-pseudocode": Names(
        metrics="""
            bias_change_as_printed bias_change_corrected earlier_gradient_error_as_printed
            earlier_gradient_error_swapped gradient_counterexample_printed
            gradient_counterexample_true gradient_error_as_printed gradient_error_corrected
            output_weight_change_as_printed output_weight_change_corrected
            weight_difference_by_labels_as_printed weight_difference_by_labels_corrected
        """,
    ),
    "scalar-listing": Names(
        metrics="""
            counterexample_printed counterexample_true dV_error_as_printed dV_error_with_all_units
            dW_error_as_printed dW_error_with_all_units db_error_as_printed db_error_with_all_units
            dc_error_as_printed dc_error_with_all_units hidden_delta_error_as_commented
            hidden_delta_error_corrected hidden_sum_error_as_printed hidden_units
            hidden_units_that_reach_outputs_as_printed hidden_units_that_reach_outputs_corrected
            one_hot_right_three_classes one_hot_right_two_classes order_differs_from_file
            output_delta_error_as_commented output_delta_error_corrected output_sum_error_as_printed
            output_sum_error_corrected stops_at_unknown_name_as_printed
            stops_at_unknown_name_corrected
        """,
    ),
    "batched-listing": Names(
        metrics="""
            accumulated_error_as_printed back_before_squeeze_dimensions back_before_squeeze_size_1
            back_before_squeeze_size_2 back_before_squeeze_size_3 batch_size
            batched_to_accumulated_difference bias_gradient_sum_as_printed
            bias_gradient_sum_corrected dW1_dimensions dW1_size_1 dW1_size_2 dW1_size_3
            dZ1_dimensions dZ1_size_1 dZ1_size_2 gradient_error_as_printed gradient_error_corrected
            input_dimensions large_logit_gives_numbers loss_total_error_as_printed losses_as_printed
            losses_corrected matrix_sum_as_printed own_gradient_error_as_printed
            row_sum_mean_as_printed row_sum_mean_corrected runs_on_a_3_tensor runs_on_matrix
            runs_on_tensor_of_images runs_on_tensor_of_rows runs_on_tensor_of_rows_and_targets
            runs_without_squeeze softmax_error_as_printed vector_error_as_printed vector_sum
        """,
    ),
    "loss-clipping": Names(
        metrics="""
            clipped_0_999995 clipped_1 clipped_gradient_when_wrong columns_to_rows
            finite_loss_share_clipped finite_loss_share_unclipped loss_at_0 loss_at_1
            loss_error_in_columns loss_error_in_rows loss_in_columns loss_in_rows
            predictions_changed_by_loss unclipped_loss_at_0_is_finite used_gradient_when_wrong
            weight_change_by_training weight_difference_by_clipping
            weight_difference_by_gradient_of_clipped_loss
        """,
        curves="p.clipped p.clipped_gradient p.unclipped p.used_gradient",
    ),
    "heaviside": Names(
        metrics="different_from_derivative different_from_loop elements zeros",
        timing="loop_seconds vectorised_seconds",
    ),
    "initialiser-cost": Names(
        metrics="""
            W{n}_columns W{n}_rows W{n}_sd bias_largest b{n}_columns b{n}_rows multiply_adds
            weights_sd
        """,
        timing="seconds_with_all_examples seconds_with_one_example seconds_without_products",
    ),
    "numpy-against-torch": Names(
        metrics="""
            last_loss_float32 last_loss_float64 last_loss_torch_start loss_difference_float32
            loss_difference_float64 numpy_start_sd parameter_change_float32 parameter_change_float64
            parameter_difference_float32 parameter_difference_float64 steps torch_start_sd
            train_images
        """,
        curves="""
            step.numpy_loss_float32 step.numpy_loss_float64 step.parameter_difference_float32
            step.parameter_difference_float64 step.torch_loss_float32 step.torch_loss_float64
        """,
    ),
    "train-eval-modes": Names(
        metrics="""
            batch_norm_channel_mean batch_norm_channel_variance_error batch_norm_eval_error
            batch_norm_mode_difference batch_norm_parameters batch_norm_running_mean_error
            dropout_eval_error dropout_kept_value_max dropout_kept_value_min dropout_mean
            dropout_mode_difference dropout_parameters dropout_weight_change
            dropout_weights_set_to_zero dropout_zero_share plain_mode_difference
        """,
    ),
    "data-splits": Names(
        metrics="""
            accuracy_difference accuracy_with_own_statistics accuracy_with_train_statistics
            largest_mean_difference largest_sd_difference repetitions_test repetitions_train
            shared_images test_images test_mean_{n} test_sd_{n} train_images train_mean_{n}
            train_sd_{n}
        """,
    ),
}
