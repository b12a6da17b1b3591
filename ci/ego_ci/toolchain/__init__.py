"""The toolchain: programs and libraries that packages in other languages are made with, pinned in one lock file."""

from ego_ci.toolchain.toolchain import Toolchain

__all__ = ["Toolchain"]
