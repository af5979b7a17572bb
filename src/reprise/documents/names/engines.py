"""What the records of each engine may hold; a test holds these names against real records."""

from __future__ import annotations

from reprise.documents.names.pattern import Names

PART = "{train|test|validation}"
SCORE = "{loss|accuracy}"

CLASSIFIED = "test_labels test_predictions"
TRAINING = "training_seconds evaluation_seconds seconds_per_epoch"
UPDATES = "batch_size updates updates_per_epoch"

LAYERS = """
    {parameters|weights}_{conv|linear|batch_norm}{n}
    outputs_{conv|linear|flatten|max_pool|avg_pool|global_avg_pool}{n}
    {channels|height|width|receptive_field}_{conv|max_pool|avg_pool|global_avg_pool}{n}
    macs_{conv|linear}{n} initial_{conv|linear}{n}_{min|max|sd} final_{conv|linear}{n}_norm
"""
"""Of each layer of a PyTorch network by its name, where it has such a thing."""

NUMPY_MLP = Names(
    metrics=f"""
        parameters parameters_{{W|b}}{{n}} layers inputs input_{{min|max}} {UPDATES}
        {PART}_images {PART}_{SCORE} initial_{{W|b}}{{n}}_{{min|max|sd}}
    """,
    curves=f"""
        update.train_loss epoch.{PART}_{SCORE} step.{PART}_{SCORE} step.batch_{SCORE}
        step.sample_{{train|test}}_{SCORE}
    """,
    arrays=f"W{{n}} b{{n}} {CLASSIFIED}",
    timing=TRAINING,
)

TORCH_NETS = Names(
    metrics=f"""
        parameters parameters_taken_over macs layers inputs {UPDATES}
        {PART}_images train_images_evaluated {PART}_{SCORE} initial_{{test|validation}}_{SCORE}
        {LAYERS}
    """,
    curves=f"""
        update.train_loss step.batch_{SCORE}
        {{epoch|step}}.{{train|test|validation|test_batch|train_subset}}_{SCORE}
    """,
    arrays=f"examples first_layer_weights kept.{{conv|linear}}{{n}}.{{weight|bias}} {CLASSIFIED}",
    timing=TRAINING,
)

CIRCLES = Names(
    metrics=f"""
        parameters parameters_norm parameter_{{n}} {UPDATES} {{train|test}}_examples
        {{train|test}}_{{loss|accuracy|error}} initial_parameters_{{mean|sd}}
        initial_{{W|b}}{{n}}_sd
    """,
    curves=f"epoch.{{train|test}}_{SCORE}",
    arrays="""
        W{n} b{n} {train|test}_{x|labels} map_axis maps snapshot_epochs snapshots_{W|b}{n}
    """,
    timing=TRAINING,
)

RARE_POSITIVES = Names(
    metrics=f"""
        parameters {UPDATES} {{train|test}}_{{images|share|loss}} train_positives test_accuracy
        test_cross_entropy test_objects called_positive flipped
        {{precision|recall|f1}} {{precision|f1}}_at_share average_precision
        intersection_over_union {{recall|found|area}}_{{small|medium|large}}
        {{gradient_norm|gradient_variation|flipped_gradient_share}}
        {{gradient_norm|gradient_variation|flipped_gradient_share}}_{{initial|first_epoch}}
    """,
    curves="""
        epoch.{precision|recall|f1|average_precision} epoch.{train|test}_loss
        epoch.test_{accuracy|cross_entropy}
    """,
    arrays="example_{inputs|objects|predictions}",
    timing=TRAINING,
)

BATCH_NORM = Names(
    metrics="""
        rows neurons parameters trainable_tensors nn_has_parameters {mean|variance}_{n}
        largest_mean largest_variance_error gradcheck pytorch_output_difference
        {finite_difference_error|autograd_error|pytorch_gradient_difference}_{x|gamma|beta}
        wrong_shapes wrong_shapes_refused
    """,
    arrays="x",
    timing="evaluation_seconds",
)

SCALAR_ONE_PASS = Names(
    metrics="""
        parameters loss gradient_error {hidden|output_sum|probability}_{n} {dW|db|dV|dc}_{n}
    """,
    arrays="dW db dV dc",
)

SCALAR_TRAINING = Names(
    metrics=f"""
        parameters updates gradient_error {{train|test}}_examples {{train|test}}_{SCORE}
        initial_{{W|b|V|c}}_sd
    """,
    curves=f"epoch.{{train|test}}_{SCORE}",
    arrays=f"W b V c {CLASSIFIED}",
    timing=TRAINING,
)

SCALAR_DATA = Names(
    metrics="classes {train|test}_examples {train|test}_share_{n}", arrays="points labels"
)

_SVM_METRICS = """
    converged iterations support_vectors features parameters parameters_classifier
    {train|test}_accuracy
"""
_SVM_ARRAYS = f"weights biases support confusion {CLASSIFIED}"
_SVM_TIMING = "training_seconds {description|fit|prediction|evaluation}_seconds"

SVM_IMAGES = Names(
    metrics=f"""
        {_SVM_METRICS} validation_accuracy {PART}_images words patch_length parameters_dictionary
    """,
    arrays=f"{_SVM_ARRAYS} dictionary",
    timing=_SVM_TIMING,
)

SVM_POINTS = Names(
    metrics=f"{_SVM_METRICS} {{train|test}}_examples",
    arrays=f"{_SVM_ARRAYS} map_axis decision_map decision_values {{train|test}}_{{x|labels}}",
    timing=_SVM_TIMING,
)

CLASSIFICATION = Names(
    metrics="""
        test_accuracy test_images {precision|recall|f1|support}_{n}
        {macro|weighted}_{precision|recall|f1}
    """,
    arrays="confusion",
)

WEIGHT_IMAGES = Names(
    metrics="images side moran_mean moran_z permuted_mean permuted_sd", arrays="images"
)

IMAGE_BATCHES = Names(
    metrics="test_accuracy batches batch_images batch_{mean|sd|min|max} standard_error",
    curves="batch.accuracy",
)


def early_stopping(source: Names, axis: str) -> Names:
    """What is read off every curve of one axis of the run that it builds on."""
    curves = (curve.partition(".") for curve in source.patterns("curve"))
    names = dict.fromkeys(name for of, _, name in curves if of == axis)
    read_off = " ".join(f"{name}_{{best|last|gain}}" for name in names)
    return Names(metrics=f"best stop stopped saved {read_off}")
