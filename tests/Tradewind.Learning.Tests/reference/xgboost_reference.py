"""Fits XGBoost's own Python package on the rows given as JSON on standard input; prints predictions and gain shares as JSON."""

import json
import sys

import numpy as np
import xgboost

given = json.load(sys.stdin)
train = xgboost.DMatrix(np.array(given["train"]), label=np.array(given["labels"]))
trees = given["parameters"].pop("n_estimators")
given["parameters"]["tree_method"] = "hist" if "max_bin" in given["parameters"] else "exact"
booster = xgboost.train({"objective": "reg:squarederror", "nthread": 1, "verbosity": 0, **given["parameters"]}, train, trees)

gains = booster.get_score(importance_type="total_gain")
total = sum(gains.values())
json.dump(
    {
        "predictions": [float(p) for p in booster.predict(xgboost.DMatrix(np.array(given["test"])))],
        "importance": [gains.get(f"f{i}", 0.0) / total for i in range(train.num_col())],
        "version": xgboost.__version__,
    },
    sys.stdout,
)
