"""What the records of demonstrations may hold: layers, their sizes, and what they see."""

from __future__ import annotations

from reprise.documents.names.engines import TORCH_NETS
from reprise.documents.names.pattern import Names

NAMES = {
    "parameter-count": Names(
        metrics="""
            formula_parameters_{n} hidden_layers_{n} layer_{n}_parameters_{n} layer_{n}_weights_{n}
            parameters_{n} weight_matrices_{n}
        """,
    ),
    "convolution-against-dense": Names(
        metrics="""
            batch_norm_parameters convolution_and_batch_norm_parameters convolution_multiply_adds
            convolution_outputs convolution_parameters convolution_weights dense_multiply_adds
            dense_parameters dense_weights global_distinct_filters global_filters
            global_output_difference global_parameters global_uses_of_each_weight global_weight_rank
            inputs same_output_dense_weights same_output_weight_ratio
            uses_of_each_convolution_weight
        """,
    ),
    "convolution-sizes": Names(
        metrics="""
            combinations depth_disagreements disagreements_with_floor disagreements_without_floor
            disagreements_without_floor_where_whole half_size_by_p_error half_size_by_s_error
            half_size_usual_cases half_size_usual_failures same_size_by_p_error same_size_by_s_error
            same_size_usual_cases same_size_usual_failures size_counterexample_printed
            size_counterexample_true size_error_with_floor size_error_without_floor
            size_error_without_floor_where_whole
        """,
    ),
    "layer-stack": Names(
        metrics="""
            corner_receptive_field_layer_{n} depth_layer_{n} inputs jump_layer_{n}
            measured_receptive_field_layer_{n} multiply_adds multiply_adds_layer_{n} parameters
            parameters_layer_{n} parameters_without_dense_biases receptive_field_error
            receptive_field_layer_{n} size_layer_{n} takes_other_size weights weights_layer_{n}
        """,
        curves="""
            layer.depth layer.multiply_adds layer.parameters layer.size layer.weights
            window_layer.corner_receptive_field window_layer.depth window_layer.jump
            window_layer.measured_receptive_field window_layer.multiply_adds window_layer.parameters
            window_layer.receptive_field window_layer.size window_layer.weights
        """,
    ),
    "dense-as-convolution": Names(
        metrics="""
            convolution_takes_larger dense_takes_larger filters filters_as_stated
            large_convolution_filters large_convolution_weights large_dense_biases
            large_dense_weights large_filter_depth large_filter_size larger_feature_size
            larger_map_size map_size output_difference
        """,
    ),
    "other-test-images": Names(
        metrics=f"""
            {TORCH_NETS.metrics} {{accuracy|takes}}_side_{{n}} {{rotated|shifted}}_accuracy
        """,
        curves=f"{TORCH_NETS.curves} side.accuracy",
        arrays=TORCH_NETS.arrays,
        timing=TORCH_NETS.timing,
    ),
    "shift-robustness": Names(
        metrics="""
            feature_change_of_norm_{n} feature_change_{n} features parameters test_accuracy
            test_images
        """,
        curves="shift.feature_change shift.feature_change_of_norm",
        timing="training_seconds",
    ),
}
