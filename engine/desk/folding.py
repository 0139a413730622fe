"""Text as it is searched, so that a name is found however it is typed. What is stored and shown stays as it was typed.

Width and case, katakana and hiragana, large and small kana, variants of the same kanji (異体字), accents, and whatever
stands between the parts of a name count for nothing.
"""

from __future__ import annotations

import unicodedata
from typing import Final

# Each group is one kanji in its usual shape, then the shapes in which names have it.
_VARIANTS: Final = (
    "高髙 崎﨑嵜埼碕 吉𠮷 辺邉邊 斉斎齋齊 沢澤 浜濱濵 国國囯 広廣 徳德 桑桒 瀬瀨 青靑 黒黑 "
    "恵惠 昇曻 富冨 島嶋嶌 寿壽 竜龍龒 真眞 桜櫻 栄榮 園薗 館舘 淵渕渊 条條 橋𣘺槗 円圓 実實 "
    "寛寬 弥彌 柳栁桺 桧檜 会會 郷鄕鄊 鴎鷗 蒋蔣 頼賴 滝瀧 磯礒 薮藪籔 万萬 蔵藏 豊豐 遥遙 "
    "関關 静靜 来來 土圡 槙槇 船舩 宝寶寳 宮宫 峰峯 嶺岭 岳嶽 巌巖 嵯嵳 帰歸 応應 懐懷 戸戶 "
    "挙擧 晩晚 曽曾 楼樓 横橫 歓歡 気氣 済濟 渋澁 湾灣 灯燈 為爲 状狀 猪豬 珍珎 瑶瑤 瓶甁 "
    "畳疊 県縣 秋秌穐 稲稻 篭籠 糸絲 経經 緑綠 総總惣 縁緣 聡聰 脳腦 芦蘆 苅刈 茎莖 荘莊 "
    "薫薰 蕊蘂 虎乕 蛍螢 蝉蟬 覚覺 訳譯 諌諫 讃讚 賛贊 郎郞 釈釋 鉄鐵鉃 銭錢 録錄 鎌鐮 陥陷 "
    "隣鄰 霊靈 頬頰 顔顏 餅餠 駅驛 駆驅 験驗 鯵鰺 鶏鷄 麹麴 麦麥 黄黃 黙默 点點 児兒 亀龜 "
    "亘亙 仏佛 仮假 伝傳 体體 倹儉 侠俠 兎兔 写寫 凜凛 剣劍劔 剰剩 勲勳 参參 双雙 収收 叙敍 "
    "呉吳 唖啞 噌噲 囲圍 図圖 団團 圧壓 堯尭 塩鹽 壌壤 声聲 売賣 変變 奥奧 奨奬 姉姊 姫姬 "
    "学學 峡峽 巣巢 帯帶 庁廳 弐貳 弾彈 当當 径徑 従從 恒恆 悦悅 戦戰 択擇 拝拜 拠據 捜搜 "
    "揺搖 撃擊 数數 断斷 旧舊 昼晝 暁曉 暦曆 枢樞 査查 栃杤 検檢 様樣 権權 欧歐 歩步 歯齒 "
    "歳歲 殻殼 毎每 浄淨 浅淺 清淸 温溫 湧涌 満滿 溌潑 潜潛 焼燒 煕熙 犠犧 狭狹 独獨 猟獵 "
    "献獻 画畫 発發 盗盜 砕碎 礼禮 穂穗 穏穩 窓窗 竃竈 粋粹 粛肅 継繼 続續 緒緖 縄繩 繊纖 "
    "臓臟 与與 芸藝 菊匊 薬藥 処處 虫蟲 衛衞 装裝 触觸 証證 誉譽 読讀 謡謠 転轉 軽輕 辞辭 "
    "遅遲 醤醬 醸釀 鋳鑄 鎮鎭 閑閒 闘鬪 随隨 雑雜 顕顯 飲飮 騒騷 髄髓"
)
_BETWEEN: Final = "・･·‧∙•-‐‑‒–—―−~〜'’‘`´ʼʻ.,、。゛゜\u3099\u309a/／&＆"
_SMALL: Final = "ぁあぃいぅうぇえぉおっつゃやゅゆょよゎわゕかゖけ"


class _Folding(dict[int, str | None]):
    """What each sign becomes, worked out when it is first met. Accents of kana tell letters apart and stay."""

    def __missing__(self, code: int) -> str | None:
        sign = chr(code)
        if sign.isspace() or (unicodedata.category(sign) in ("Mn", "Cf")):
            found = None
        elif code < 0x2000:
            found = unicodedata.normalize("NFD", sign)[0]
        else:
            found = sign
        self[code] = found
        return found


def _table() -> _Folding:
    found = _Folding(dict.fromkeys(map(ord, _BETWEEN)))
    for group in _VARIANTS.split():
        found |= {ord(one): group[0] for one in group[1:]}
    found |= {ord(_SMALL[at]): _SMALL[at + 1] for at in range(0, len(_SMALL), 2)}
    for code in range(ord("ァ"), ord("ヶ") + 1):
        plain = chr(code - 0x60)
        found[code] = found.get(ord(plain), plain)
    return found


_TABLE: Final = _table()


def folded(text: str) -> str:
    """Text as it is searched."""
    return unicodedata.normalize("NFKC", text).casefold().translate(_TABLE)
