"""The demonstrations that need NumPy alone."""

from __future__ import annotations

from reprise.training.demonstrations import (
    classifier_derivation,
    column_network_derivation,
    csv_loader,
    dice_derivation,
    focal_derivation,
    gradient_noise,
    gradient_paths,
    heaviside,
    ignored_arguments,
    implementation_speed,
    initialiser_cost,
    inline_update,
    leaky_network_derivation,
    loss_clipping,
    loss_comparison,
    parameter_count,
    softmax_derivation,
    tanh_network_derivation,
    update_pseudocode,
)

RUNS = {
    "classifier-derivation": classifier_derivation.run,
    "column-network-derivation": column_network_derivation.run,
    "csv-loader": csv_loader.run,
    "dice-derivation": dice_derivation.run,
    "focal-derivation": focal_derivation.run,
    "gradient-noise": gradient_noise.run,
    "gradient-paths": gradient_paths.run,
    "heaviside": heaviside.run,
    "ignored-arguments": ignored_arguments.run,
    "implementation-speed": implementation_speed.run,
    "initialiser-cost": initialiser_cost.run,
    "inline-update": inline_update.run,
    "leaky-network-derivation": leaky_network_derivation.run,
    "loss-clipping": loss_clipping.run,
    "loss-comparison": loss_comparison.run,
    "parameter-count": parameter_count.run,
    "softmax-derivation": softmax_derivation.run,
    "tanh-network-derivation": tanh_network_derivation.run,
    "update-pseudocode": update_pseudocode.run,
}
"""Name -> its run."""
