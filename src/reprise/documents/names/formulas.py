"""What the records of demonstrations may hold: derivations held against differentiation."""

from __future__ import annotations

from reprise.documents.names.pattern import Names

NAMES = {
    "softmax-derivation": Names(
        metrics="""
            linear_gradient_error_as_printed log_softmax_loss_error log_softmax_other_predictions
            log_softmax_sum_error one_term_derivative_error_as_printed
            one_term_softmax_error_corrected softmax_definition_error_as_printed
            softmax_diagonal_error_as_printed softmax_off_diagonal_error_as_printed
            softmax_sum_error softmax_terms softmax_terms_as_printed
            two_term_derivative_error_as_printed two_term_logistic_error_as_printed
            two_term_own_logit_error_as_printed two_term_softmax_counterexample_printed
            two_term_softmax_counterexample_true two_term_softmax_error_as_printed
            two_term_value_error_as_printed
        """,
        curves="y.gradient_t_0 y.gradient_t_1",
    ),
    "softmax-chain": Names(
        metrics="""
            chain_error_as_printed difference_error_as_printed softmax_error_as_printed
            softmax_error_corrected
        """,
    ),
    "dice-derivation": Names(
        metrics="""
            factor_at_{n} factor_share_falling factor_share_rising first_line_counterexample_printed
            first_line_counterexample_true first_line_error_as_printed first_line_error_corrected
            gradient_variance gradient_variance_of_cross_entropy
            gradient_variance_over_cross_entropy last_line_error_as_printed
            logit_gradient_steepest_at loss_of_agreement loss_without_target_max
            loss_without_target_min overlap_error_as_printed second_line_error_as_printed
            set_overlap_error_as_printed share_falling_with_target share_rising_without_target
            squared_overlap_error_as_printed
        """,
        curves="y.factor y.gradient y.logit_gradient y.loss",
    ),
    "focal-derivation": Names(
        metrics="""
            case_t_{n}_error_as_printed closed_form_against_corrected_sum
            closed_form_against_printed_sum closed_form_error_as_printed easy_factor_gamma_{n}
            easy_gradient_ratio_gamma_{n} entropy_error_as_printed
            entropy_of_complement_error_as_printed equal_gradient_gamma_at_y_{n}
            equal_gradient_other_gammas_at_y_{n} equal_to_dice_at_gamma_{n}
            equal_to_dice_points_gamma_{n} factor_t_{n}_error_as_printed first_term_error_as_printed
            gamma_{n}_combined_error_as_printed gamma_{n}_error_as_printed
            gamma_{n}_gradient_error_as_printed second_term_counterexample_printed
            second_term_counterexample_true second_term_error_as_printed second_term_error_corrected
            small_gamma_hard_over_easy_gradient small_gamma_relative_difference sum_error_as_printed
            sum_error_corrected
        """,
        curves="""
            gamma.equal_to_dice_at hard_y.equal_gradient_gamma y.gradient_gamma_{n} y.loss_gamma_{n}
        """,
    ),
    "symbolic-losses": Names(
        metrics="""
            cross_entropy_logit_gradient_holds cross_entropy_slope_holds
            dice_first_line_corrected_holds dice_first_line_holds dice_last_line_holds
            dice_overlap_holds dice_second_line_holds dice_squared_overlap_holds
            focal_closed_form_holds focal_entropy_holds focal_first_term_holds
            focal_second_term_corrected_holds focal_second_term_holds focal_sum_corrected_holds
            focal_sum_holds softmax_diagonal_holds softmax_off_diagonal_holds
        """,
    ),
    "column-network-derivation": Names(
        metrics="""
            relu_A1_max relu_A1_min relu_A2_column_sum_error relu_A2_error_as_printed relu_A2_max
            relu_A2_min relu_Z1_columns_per_example relu_Z1_rows relu_dW1_error_as_printed
            relu_dW1_error_corrected relu_dW2_counterexample_printed relu_dW2_counterexample_true
            relu_dW2_error_as_printed relu_dW2_error_with_m_of_training_set
            relu_dW2_scale_with_m_of_training_set relu_dZ1_error_as_printed relu_dZ1_error_corrected
            relu_dZ2_error_as_printed relu_db1_error_as_printed relu_db1_error_corrected
            relu_db2_error_as_printed relu_derivative_error_as_printed relu_logits_error_as_printed
            sigmoid_A1_max sigmoid_A1_min sigmoid_A2_column_sum_error sigmoid_A2_error_as_printed
            sigmoid_A2_max sigmoid_A2_min sigmoid_Z1_columns_per_example sigmoid_Z1_rows
            sigmoid_dW1_error_as_printed sigmoid_dW1_error_corrected
            sigmoid_dW2_counterexample_printed sigmoid_dW2_counterexample_true
            sigmoid_dW2_error_as_printed sigmoid_dW2_error_with_m_of_training_set
            sigmoid_dW2_scale_with_m_of_training_set sigmoid_dZ1_error_as_printed
            sigmoid_dZ1_error_corrected sigmoid_dZ1_factor_counterexample_printed
            sigmoid_dZ1_factor_counterexample_true sigmoid_dZ2_error_as_printed
            sigmoid_db1_error_as_printed sigmoid_db1_error_corrected sigmoid_db2_error_as_printed
            sigmoid_derivative_error_as_printed sigmoid_logits_error_as_printed
        """,
    ),
    "classifier-derivation": Names(
        metrics="""
            cost_change_step_above_limit cost_change_step_below_limit equation_1_error_as_printed
            equation_2_error_as_printed equation_3_error_as_printed equation_4_error_as_printed
            equation_6_hidden_counterexample_printed equation_6_hidden_counterexample_true
            equation_6_hidden_error_as_printed equation_6_hidden_error_corrected
            equation_6_output_error_as_printed equation_7_hidden_error_as_printed
            equation_7_hidden_error_corrected equation_7_output_error_as_printed
            logarithm_rule_error_as_printed loss_error_as_printed
        """,
    ),
    "tanh-network-derivation": Names(
        metrics="""
            equation_10_counterexample_printed equation_10_counterexample_true equation_10_entries
            equation_10_entries_as_printed equation_10_error_as_printed equation_10_error_corrected
            equation_12_counterexample_printed equation_12_counterexample_true equation_12_entries
            equation_12_entries_as_printed equation_12_error_as_printed equation_12_error_corrected
            equation_12_error_with_tanh equation_14_counterexample_printed
            equation_14_counterexample_true equation_14_entries equation_14_entries_as_printed
            equation_14_error_as_printed equation_14_error_corrected equation_15_error_as_printed
            equation_16_counterexample_printed equation_16_counterexample_true
            equation_16_error_as_printed equation_16_error_corrected equation_5_error_as_printed
            equation_6_counterexample_printed equation_6_counterexample_true
            equation_6_error_as_printed equation_6_error_corrected equation_7_error_as_printed
            equation_8_error_as_printed equation_9_error_as_printed five_linear_layers_error
            five_linear_layers_midpoint_error five_tanh_layers_midpoint_error
            forward_error_as_printed logit_derivative_counterexample_printed
            logit_derivative_counterexample_true logit_derivative_error_as_printed
            logit_derivative_error_corrected loss_by_equation_6_as_printed loss_true
            one_hot_sum_error_as_printed output_bias_error_corrected softmax_outputs
            softmax_smallest_output softmax_sum_error two_linear_layers_error
        """,
    ),
    "leaky-network-derivation": Names(
        metrics="""
            activation_error_as_printed activation_gradient_error_as_printed
            batch_activation_error_as_printed batch_biases_error_as_printed
            batch_biases_error_for_mean_loss batch_inputs_error_as_printed
            batch_softmax_error_as_printed batch_weights_error_as_printed
            batch_weights_error_for_mean_loss biases_error_as_printed
            input_index_form_error_as_printed input_index_form_error_corrected
            input_index_form_error_equally_wide input_matrix_counterexample_printed
            input_matrix_counterexample_true input_matrix_error_as_printed
            input_matrix_error_corrected input_matrix_error_equally_wide
            loss_derivative_error_as_printed pre_activation_in_biases_error_as_printed
            pre_activation_in_input_error_as_printed pre_activation_in_weights_error_as_printed
            quotient_rule_counterexample_printed quotient_rule_counterexample_true
            quotient_rule_error_as_printed quotient_rule_error_corrected
            quotient_rule_error_normalised softmax_column_sum_as_printed softmax_column_sum_true
            softmax_counterexample_printed softmax_counterexample_true softmax_error_as_printed
            softmax_error_corrected softmax_error_on_diagonal softmax_index_form_error_as_printed
            softmax_matrix_error_as_printed softmax_matrix_error_corrected
            softmax_matrix_first_term_entries softmax_matrix_second_term_entries
            weights_error_as_printed
        """,
    ),
    "loss-comparison": Names(
        metrics="""
            cross_entropy_logit_gradient_when_wrong cross_entropy_lowest_at
            cross_entropy_share_falling largest_p points smallest_excess_of_cross_entropy
            smallest_excess_of_its_gradient smallest_excess_of_its_logit_gradient smallest_p
            squared_error_logit_gradient_when_wrong squared_error_lowest_at
            squared_error_share_falling
        """,
        curves="""
            p.cross_entropy p.cross_entropy_gradient p.cross_entropy_logit_gradient p.squared_error
            p.squared_error_gradient p.squared_error_logit_gradient
        """,
    ),
    "loss-shapes": Names(
        metrics="""
            cross_entropy_at_target cross_entropy_logit_gradient_undecided
            cross_entropy_logit_gradient_wrong cross_entropy_lowest_at cross_entropy_share_falling
            cross_entropy_wrong_to_undecided lines squared_error_at_target
            squared_error_logit_gradient_undecided squared_error_logit_gradient_wrong
            squared_error_lowest_at squared_error_share_falling squared_error_wrong_to_undecided
        """,
        curves="margin.cross_entropy margin.squared_error",
    ),
}
