"""How the panes of 案件 lie: one above the other, beside each other from 100 columns on, three from 140."""

from __future__ import annotations

from typing import Final

STYLE: Final = """
CaseScreen #case-head { height: 1; padding: 0 1; background: $side; }
CaseScreen #case-path { height: auto; max-height: 5; padding: 0 1; background: $side; }
CaseScreen #case-body { height: 1fr; layout: vertical; }
CaseScreen #case-side { height: auto; background: $bg; }
CaseScreen .heading { height: 1; padding: 0 1; color: $faint; }
CaseScreen #case-deeds { height: auto; background: $bg; }
CaseScreen #case-main { height: 1fr; }
CaseScreen Tabs { height: 1; padding: 0 1; background: $bg; }
CaseScreen #case-face { height: 1fr; background: $bg; }
CaseScreen #case-line { height: auto; background: $side; }
CaseScreen #case-timers { display: none; }
CaseScreen #case-timers-heading { display: none; }
CaseScreen #case-third { display: none; }
CaseScreen.wide #case-body { layout: horizontal; }
CaseScreen.wide #case-side { dock: right; width: 48; height: 100%; background: $side; }
CaseScreen.wide #case-deeds { background: $side; }
CaseScreen.wide #case-timers { display: block; height: 1fr; background: $side; }
CaseScreen.wide #case-timers-heading { display: block; }
CaseScreen.wide #case-line { display: none; }
CaseScreen.wide #case-main { width: 1fr; height: 100%; }
CaseScreen.three #case-third { display: block; width: 48; height: 100%; }
CaseScreen.three #case-past { height: 1fr; background: $bg; }
CaseScreen.tall #case-head { height: 2; padding: 1 1 0 1; }
CaseScreen.tall #case-path { padding: 1 1; max-height: 7; }
CaseScreen.tall Tabs { margin: 1 0; }
CaseScreen.tall .heading { margin: 1 0 0 0; height: 1; }
CaseScreen.plain.wide #case-side { border-left: ascii $faint; }
CaseScreen.plain.three #case-third { border-left: ascii $faint; }
"""
