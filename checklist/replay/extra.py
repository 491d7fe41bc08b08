"""Whether what `checklist replay` needs is installed; it is not, by default."""

from __future__ import annotations

from importlib.util import find_spec

from checklist.errors import WrongUsage

NEEDED = {"av": "PyAV", "cv2": "OpenCV", "numpy": "NumPy", "rapidocr": "RapidOCR"} | {
    "onnxruntime": "ONNX Runtime",
    "PIL": "Pillow",
}


def missing() -> list[str]:
    """The names of what is not installed."""
    return [name for module, name in NEEDED.items() if find_spec(module) is None]


def require() -> None:
    """Raises WrongUsage where something is not installed."""
    if names := missing():
        raise WrongUsage.because(
            f"看录像要用的部分没有安装（缺{'、'.join(names)}）",
            '在安装本程序的那个文件夹里运行 .venv/bin/pip install ".[replay]"'
            "（Windows 写 .venv\\Scripts\\pip；约350 MB，装好以后不用联网）；"
            "Windows 绿色版怎么加，见 docs/录像核查.md",
        )
