"""Spark over a lakehouse in a folder that all its machines see."""

from helder.engines.spark.engine import SparkEngine

__all__ = ["SparkEngine"]
