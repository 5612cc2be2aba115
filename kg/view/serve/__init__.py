"""A local web application to view, query and build graphs."""

from kg.view.serve.app import application, endpoint_alone, run, run_endpoint

__all__ = ["application", "endpoint_alone", "run", "run_endpoint"]
