"""The style sheet, written from the colours and from one function that turns design lengths into pixels."""

from __future__ import annotations

from collections.abc import Callable

from desktop.kit.palette import DARK, Palette
from desktop.paths import resources

Px = Callable[[float], int]


def sheet(c: Palette, px: Px) -> str:
    """The whole style sheet at one size, in one set of colours."""
    return "\n".join((_base(c, px), _buttons(c, px), _fields(c, px), _lists(c, px), _frame(c, px), _tones(c)))


def _art(c: Palette, name: str) -> str:
    shade = "dark" if c is DARK else "light"
    return resources("icons", f"{name}-{shade}.svg").as_posix()


def _base(c: Palette, px: Px) -> str:
    return f"""
* {{ font-family: "Inter"; font-size: {px(13)}px; color: {c.text}; }}
QWidget#page, QScrollArea#page, QMainWindow, QDialog {{ background: {c.ground}; }}
QScrollArea {{ background: transparent; border: none; }}
QScrollArea > QWidget > QWidget#scrolled {{ background: transparent; }}
QFrame[kind="card"] {{ background: {c.card}; border: 1px solid {c.line}; border-radius: {px(12)}px; }}
QFrame[kind="card"]:focus {{ border-color: {c.accent}; }}
QFrame[kind="well"] {{ background: {c.field}; border: 1px solid {c.line}; border-radius: {px(8)}px; }}
QFrame[kind="rule"] {{ background: {c.line}; border: none; max-height: 1px; min-height: 1px; }}
QLabel {{ background: transparent; border: none; }}
QLabel[kind="title"] {{ font-size: {px(21)}px; font-weight: 700; }}
QLabel[kind="subtitle"] {{ color: {c.muted}; font-size: {px(13)}px; }}
QLabel[kind="card-title"] {{ font-size: {px(14)}px; font-weight: 600; }}
QLabel[kind="overline"] {{ font-size: {px(11)}px; font-weight: 600; color: {c.muted}; }}
QLabel[kind="counter"] {{ font-size: {px(32)}px; font-weight: 700; }}
QLabel[kind="clock"] {{ font-size: {px(26)}px; font-weight: 700; }}
QLabel[kind="figure"] {{ font-size: {px(20)}px; font-weight: 700; }}
QLabel[kind="strong"] {{ font-weight: 600; }}
QLabel[kind="muted"] {{ color: {c.muted}; }}
QLabel[kind="small"] {{ color: {c.muted}; font-size: {px(12)}px; }}
QLabel[kind="error"] {{ color: {c.bad}; font-size: {px(12)}px; font-weight: 500; }}
QLabel[kind="empty"] {{ font-size: {px(15)}px; font-weight: 600; }}
QToolTip {{ background: {c.text}; color: {c.card}; border: none; padding: {px(5)}px {px(8)}px; }}
QSplitter::handle {{ background: transparent; }}
QProgressBar {{ background: {c.line}; border: none; border-radius: {px(4)}px; max-height: {px(8)}px;
    min-height: {px(8)}px; }}
QProgressBar::chunk {{ background: {c.good}; border-radius: {px(4)}px; }}
"""


def _buttons(c: Palette, px: Px) -> str:
    pad = f"{px(6)}px {px(12)}px"
    return f"""
QPushButton {{ background: {c.card}; border: 2px solid {c.line}; border-radius: {px(8)}px; padding: {pad};
    font-weight: 600; min-height: {px(22)}px; icon-size: {px(24)}px; }}
QPushButton:hover {{ background: {c.hover}; border-color: {c.line_strong}; }}
QPushButton:pressed {{ background: {c.line}; }}
QPushButton:focus {{ border-color: {c.accent}; }}
QPushButton:disabled {{ color: {c.muted}; background: {c.hover}; border-color: {c.hover}; }}
QPushButton[kind="primary"] {{ background: {c.accent}; border-color: {c.accent}; color: {c.on_accent}; }}
QPushButton[kind="primary"]:hover {{ background: {c.accent_strong}; border-color: {c.accent_strong}; }}
QPushButton[kind="primary"]:focus {{ border-color: {c.text}; }}
QPushButton[kind="primary"]:disabled {{ background: {c.line}; border-color: {c.line}; color: {c.muted}; }}
QPushButton[kind="danger"] {{ color: {c.bad}; border-color: {c.bad_pale}; background: {c.bad_pale}; }}
QPushButton[kind="danger"]:focus {{ border-color: {c.bad}; }}
QPushButton[kind="quiet"] {{ background: transparent; border-color: transparent; color: {c.accent}; padding: {pad}; }}
QPushButton[kind="quiet"]:hover {{ background: {c.hover}; }}
QPushButton[kind="quiet"]:focus {{ border-color: {c.accent}; }}
QPushButton[kind="icon"] {{ background: transparent; border-color: transparent; padding: {px(5)}px;
    icon-size: {px(18)}px; }}
QPushButton[kind="icon"]:hover {{ background: {c.hover}; }}
QPushButton[kind="icon"]:focus {{ border-color: {c.accent}; }}
QPushButton[kind="answer"] {{ background: {c.card}; border: 1px solid {c.line}; color: {c.text}; text-align: left;
 padding: {px(8)}px {px(12)}px; font-weight: 500; }}
QPushButton[kind="answer"]:hover {{ background: {c.hover}; }}
QPushButton[kind="answer"]:checked {{ background: {c.accent}; color: {c.card}; border-color: {c.accent}; }}
QFrame[kind="segments"] {{ background: {c.hover}; border: 1px solid {c.line}; border-radius: {px(9)}px; }}
QPushButton[kind="segment"] {{ background: transparent; border: 2px solid transparent; color: {c.muted};
    border-radius: {px(7)}px; padding: {px(3)}px {px(7)}px; font-weight: 600; }}
QFrame[kind="segments"][dense="true"] QPushButton[kind="segment"] {{ padding: {px(3)}px {px(5)}px; }}
QPushButton[kind="segment"]:hover {{ color: {c.text}; }}
QPushButton[kind="segment"]:checked {{ background: {c.card}; color: {c.accent}; border-color: {c.line}; }}
QPushButton[kind="segment"]:disabled {{ color: {c.line_strong}; }}
QPushButton[kind="segment"]:focus {{ border-color: {c.accent}; }}
QCheckBox, QRadioButton {{ spacing: {px(8)}px; padding: {px(3)}px; border: 2px solid transparent;
    border-radius: {px(6)}px; background: transparent; }}
QCheckBox:focus, QRadioButton:focus {{ border-color: {c.accent}; }}
QCheckBox::indicator, QRadioButton::indicator {{ width: {px(16)}px; height: {px(16)}px;
    border: 2px solid {c.line_strong}; border-radius: {px(5)}px; background: {c.card}; }}
QRadioButton::indicator {{ border-radius: {px(10)}px; }}
QCheckBox::indicator:checked {{ image: url({_art(c, "check")}); }}
QRadioButton::indicator:checked {{ image: url({_art(c, "dot")}); }}
QCheckBox::indicator:checked, QRadioButton::indicator:checked {{ background: {c.accent}; border-color: {c.accent}; }}
"""


def _fields(c: Palette, px: Px) -> str:
    fields = "QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QSpinBox, QDateEdit, QTimeEdit, QDateTimeEdit"
    focused = ", ".join(f"{name.strip()}:focus" for name in fields.split(","))
    disabled = ", ".join(f"{name.strip()}:disabled" for name in fields.split(","))
    wrong = ", ".join(f'{name.strip()}[wrong="true"]' for name in fields.split(","))
    return f"""
{fields} {{ background: {c.field}; border: 2px solid {c.line}; border-radius: {px(8)}px;
    padding: {px(5)}px {px(9)}px; selection-background-color: {c.accent}; selection-color: {c.on_accent}; }}
QLineEdit, QComboBox, QSpinBox, QDateEdit, QTimeEdit, QDateTimeEdit {{ min-height: {px(22)}px; }}
QAbstractSpinBox QLineEdit {{ border: none; background: transparent; padding: 0 {px(9)}px; min-height: 0; }}
{focused} {{ border-color: {c.accent}; background: {c.card}; }}
{disabled} {{ color: {c.muted}; background: {c.hover}; }}
{wrong} {{ border-color: {c.bad}; }}
QLineEdit[kind="large"] {{ font-size: {px(16)}px; min-height: {px(28)}px; }}
QComboBox::drop-down, QDateEdit::drop-down, QDateTimeEdit::drop-down {{ border: none; width: {px(26)}px; }}
QComboBox::down-arrow, QSpinBox::down-arrow, QDateEdit::down-arrow, QTimeEdit::down-arrow,
QDateTimeEdit::down-arrow {{ image: url({_art(c, "chevron-down")}); width: {px(14)}px; height: {px(14)}px; }}
QSpinBox::up-arrow, QDateEdit::up-arrow, QTimeEdit::up-arrow,
QDateTimeEdit::up-arrow {{ image: url({_art(c, "chevron-up")}); width: {px(14)}px; height: {px(14)}px; }}
QSpinBox::up-button, QSpinBox::down-button, QDateEdit::up-button, QDateEdit::down-button,
QTimeEdit::up-button, QTimeEdit::down-button, QDateTimeEdit::up-button, QDateTimeEdit::down-button
    {{ border: none; background: transparent; width: {px(20)}px; }}
QComboBox QAbstractItemView {{ background: {c.card}; border: 1px solid {c.line_strong}; padding: {px(4)}px;
    selection-background-color: {c.accent_pale}; selection-color: {c.text}; outline: none; }}
QMenu {{ background: {c.card}; border: 1px solid {c.line_strong}; padding: {px(5)}px; }}
QMenu::item {{ padding: {px(6)}px {px(18)}px; border-radius: {px(6)}px; }}
QMenu::item:selected {{ background: {c.accent_pale}; }}
"""


def _lists(c: Palette, px: Px) -> str:
    bar = f"border: none; background: transparent; margin: {px(2)}px;"
    return f"""
QTableView, QListView, QTreeView {{ background: transparent; border: 2px solid transparent;
    border-radius: {px(6)}px; gridline-color: {c.line}; outline: none;
    selection-background-color: {c.accent_pale}; selection-color: {c.text}; }}
QTableView:focus, QListView:focus, QTreeView:focus {{ border-color: {c.accent}; }}
QHeaderView {{ background: transparent; border: none; }}
QHeaderView::section {{ background: transparent; border: none; border-bottom: 1px solid {c.line};
    padding: {px(6)}px {px(9)}px; font-size: {px(11)}px; font-weight: 600; color: {c.muted}; }}
QHeaderView::up-arrow {{ image: url({_art(c, "chevron-up")}); width: {px(12)}px; height: {px(12)}px; }}
QHeaderView::down-arrow {{ image: url({_art(c, "chevron-down")}); width: {px(12)}px; height: {px(12)}px; }}
QTableCornerButton::section {{ background: transparent; border: none; }}
{_calendar(c, px)}
QScrollBar:vertical {{ {bar} width: {px(10)}px; }}
QScrollBar:horizontal {{ {bar} height: {px(10)}px; }}
QScrollBar::handle {{ background: {c.line_strong}; border-radius: {px(3)}px; min-height: {px(28)}px;
    min-width: {px(28)}px; }}
QScrollBar::handle:hover {{ background: {c.muted}; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page
    {{ background: transparent; border: none; width: 0; height: 0; }}
QAbstractScrollArea::corner {{ background: transparent; border: none; }}
QTabWidget::pane {{ border: none; }}
QTabBar::tab {{ background: transparent; border: none; border-bottom: 3px solid transparent; color: {c.muted};
    padding: {px(7)}px {px(14)}px; font-weight: 600; }}
QTabBar::tab:selected {{ color: {c.accent}; border-bottom-color: {c.accent}; }}
QTabBar::tab:focus {{ color: {c.text}; border-bottom-color: {c.text}; }}
"""


def _calendar(c: Palette, px: Px) -> str:
    """The month that drops from a day field: a window of its own, with nothing of ours behind it to shine through."""
    return f"""
QCalendarWidget {{ border: 1px solid {c.line_strong}; }}
QCalendarWidget QWidget {{ background: {c.card}; alternate-background-color: {c.field}; }}
QCalendarWidget QAbstractItemView {{ background: {c.card}; border: none; border-radius: 0; padding: 0;
    selection-background-color: {c.accent}; selection-color: {c.on_accent}; }}
QCalendarWidget QAbstractItemView:disabled {{ color: {c.muted}; }}
QCalendarWidget QToolButton {{ background: {c.card}; border: 2px solid transparent; border-radius: {px(6)}px;
    font-weight: 600; padding: {px(4)}px {px(8)}px; icon-size: {px(16)}px; }}
QCalendarWidget QToolButton:hover {{ background: {c.hover}; }}
QCalendarWidget QToolButton:focus {{ border-color: {c.accent}; }}
QCalendarWidget QToolButton::menu-indicator {{ image: none; }}
QCalendarWidget QToolButton#qt_calendar_prevmonth {{ qproperty-icon: url({_art(c, "chevron-left")}); }}
QCalendarWidget QToolButton#qt_calendar_nextmonth {{ qproperty-icon: url({_art(c, "chevron-right")}); }}
"""


def _frame(c: Palette, px: Px) -> str:
    return f"""
QFrame#rail {{ background: {c.rail}; border: none; }}
QFrame#rail QLabel {{ color: {c.rail_text}; }}
QFrame#rail QLabel[kind="brand"] {{ color: #FFFFFF; font-size: {px(18)}px; font-weight: 700; }}
QFrame#rail QLabel[kind="place"] {{ color: {c.rail_text}; font-size: {px(12)}px; }}
QPushButton[kind="rail"] {{ background: transparent; border: 2px solid transparent; border-radius: {px(9)}px;
    color: {c.rail_text}; font-weight: 500; font-size: {px(13)}px; text-align: left; padding: {px(8)}px {px(10)}px;
    icon-size: {px(28)}px; }}
QPushButton[kind="rail"][shrunk="true"] {{ text-align: center; padding: {px(5)}px {px(6)}px;
    icon-size: {px(20)}px; }}
QPushButton[kind="rail"]:hover {{ background: {c.rail_chosen}; border-color: {c.rail_chosen}; }}
QPushButton[kind="rail"]:checked {{ background: {c.rail_chosen}; border-color: {c.rail_chosen}; color: #FFFFFF;
    font-weight: 600; }}
QPushButton[kind="rail"]:focus {{ border-color: #8FB8EC; }}
QFrame#status {{ background: {c.card}; border: none; border-top: 1px solid {c.line}; }}
QFrame#status QLabel {{ color: {c.muted}; font-size: {px(12)}px; }}
QFrame#status QLabel[kind="status-strong"] {{ color: {c.text}; font-weight: 600; }}
"""


def _tones(c: Palette) -> str:
    lines = []
    for tone in ("accent", "good", "attention", "online", "bad"):
        ink, pale = getattr(c, tone), getattr(c, f"{tone}_pale")
        lines.append(f'QLabel[tone="{tone}"] {{ color: {ink}; }}')
        lines.append(f'QFrame#status QLabel[tone="{tone}"] {{ color: {ink}; font-weight: 600; }}')
        lines.append(f'QFrame[kind="banner"][tone="{tone}"] {{ background: {pale}; border: none; }}')
        lines.append(f'QFrame[kind="banner"][tone="{tone}"] QLabel {{ color: {ink}; font-weight: 500; }}')
    return "\n".join(lines)
