"""From merged trees to the model: organisations and workflows that run, with every problem they have."""

from engine.load.build.assemble import Builder, Built, build_library

__all__ = ["Built", "Builder", "build_library"]
