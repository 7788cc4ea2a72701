"""What a paper says beside the words of the text, in the six languages.

* Each sentence is one that a State could say: in Word it stands in a comment whose author is that State.
* The sentences on positions are read back from Word as positions; no other sentence is.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from comity.committee.text.rules.negotiation.acts import Stance
from comity.words import Language


class Phrase(StrEnum):
    """What is said."""

    SPONSORS = "sponsors"
    SUPPORTS = "supports"
    FLEXIBLE = "flexible"
    RESERVES = "reserves"
    OPPOSES = "opposes"
    DELETES = "deletes"
    AGREED = "agreed"
    MOVES = "moves"
    MERGES = "merges"
    SPLITS = "splits"
    RENUMBERS = "renumbers"
    DRAFT = "draft"
    PROPOSED = "proposed"
    KEPT = "kept"
    OPPOSED = "opposed"
    RESERVED = "reserved"
    COMMENTS = "comments"


OF_STANCE: Mapping[Stance, Phrase] = {
    Stance.SPONSOR: Phrase.SPONSORS,
    Stance.SUPPORT: Phrase.SUPPORTS,
    Stance.FLEXIBLE: Phrase.FLEXIBLE,
    Stance.RESERVE: Phrase.RESERVES,
    Stance.OPPOSE: Phrase.OPPOSES,
}

_SAID: Mapping[Phrase, tuple[str, str, str, str, str, str]] = {  # ar, zh, en, fr, ru, es
    Phrase.SPONSORS: (
        "ينضم إلى مقدمي هذا المقترح ({author}).",
        "加入本提案的提案方（{author}）。",
        "Co-sponsors this proposal ({author}).",
        "Se porte coauteur de cette proposition ({author}).",
        "Присоединяется к авторам этого предложения ({author}).",
        "Copatrocina esta propuesta ({author}).",
    ),
    Phrase.SUPPORTS: (
        "يؤيد هذا المقترح ({author}).",
        "支持本提案（{author}）。",
        "Supports this proposal ({author}).",
        "Appuie cette proposition ({author}).",
        "Поддерживает это предложение ({author}).",
        "Apoya esta propuesta ({author}).",
    ),
    Phrase.FLEXIBLE: (
        "يبدي مرونة بشأن هذا المقترح ({author}).",
        "对本提案持灵活态度（{author}）。",
        "Is flexible on this proposal ({author}).",
        "Fait preuve de souplesse sur cette proposition ({author}).",
        "Проявляет гибкость в отношении этого предложения ({author}).",
        "Se muestra flexible respecto de esta propuesta ({author}).",
    ),
    Phrase.RESERVES: (
        "يحتفظ بموقفه بشأن هذا المقترح ({author}).",
        "对本提案保留立场（{author}）。",
        "Reserves its position on this proposal ({author}).",
        "Réserve sa position sur cette proposition ({author}).",
        "Резервирует свою позицию по этому предложению ({author}).",
        "Reserva su posición sobre esta propuesta ({author}).",
    ),
    Phrase.OPPOSES: (
        "يعارض هذا المقترح ({author}).",
        "反对本提案（{author}）。",
        "Opposes this proposal ({author}).",
        "S’oppose à cette proposition ({author}).",
        "Возражает против этого предложения ({author}).",
        "Se opone a esta propuesta ({author}).",
    ),
    Phrase.DELETES: (
        "يطلب هو أيضا حذف هذه الكلمات.",
        "同样要求删除这些词语。",
        "Asks for the deletion of these words too.",
        "Demande également la suppression de ces mots.",
        "Также просит исключить эти слова.",
        "Pide también la supresión de estas palabras.",
    ),
    Phrase.AGREED: (
        "متفق عليه بشرط الاستشارة.",
        "已达成待核准的一致意见。",
        "Agreed ad referendum.",
        "Convenu ad referendum.",
        "Согласовано ad referendum.",
        "Acordado ad referéndum.",
    ),
    Phrase.MOVES: (
        "يقترح نقل هذا الحكم إلى ما بعد: {place}.",
        "提议将本条款移至{place}之后。",
        "Proposes that this provision stand after {place}.",
        "Propose que cette disposition figure après {place}.",
        "Предлагает поместить это положение после: {place}.",
        "Propone que esta disposición figure después de {place}.",
    ),
    Phrase.MERGES: (
        "يقترح دمج هذا الحكم في: {place}.",
        "提议将本条款并入{place}。",
        "Proposes that this provision be merged into {place}.",
        "Propose que cette disposition soit fusionnée avec {place}.",
        "Предлагает объединить это положение с: {place}.",
        "Propone que esta disposición se fusione con {place}.",
    ),
    Phrase.SPLITS: (
        "يقترح أن يبدأ حكم مستقل بعبارة «{words}».",
        "提议自“{words}”起另立一款。",
        "Proposes that “{words}” begin a provision of its own.",
        "Propose que « {words} » commence une disposition distincte.",
        "Предлагает начать со слов «{words}» отдельное положение.",
        "Propone que «{words}» inicie una disposición aparte.",
    ),
    Phrase.RENUMBERS: (
        "يقترح ترقيم هذا الحكم {number}.",
        "提议将本条款编号为{number}。",
        "Proposes that this provision be numbered {number}.",
        "Propose que cette disposition porte le numéro {number}.",
        "Предлагает присвоить этому положению номер {number}.",
        "Propone que esta disposición lleve el número {number}.",
    ),
    Phrase.DRAFT: (
        "المشروع {draft}، حسب آخر قيد رقم {entries} في {at}",
        "第{draft}稿，截至第{entries}号记录，{at}",
        "Draft {draft}, as of entry {entries} of {at}",
        "Projet {draft}, état à l’inscription {entries} du {at}",
        "Проект {draft}, по состоянию на запись {entries} от {at}",
        "Proyecto {draft}, según la anotación {entries} de {at}",
    ),
    Phrase.PROPOSED: ("مقترح", "提议", "proposed", "proposé", "предложено", "propuesto"),
    Phrase.KEPT: (
        "يبقيه: {holders}",
        "主张保留：{holders}",
        "kept by {holders}",
        "maintenu par {holders}",
        "за сохранение: {holders}",
        "lo mantienen {holders}",
    ),
    Phrase.OPPOSED: (
        "يعارضه: {holders}",
        "反对：{holders}",
        "opposed by {holders}",
        "refusé par {holders}",
        "против: {holders}",
        "se oponen {holders}",
    ),
    Phrase.RESERVED: (
        "يتحفظ عليه: {holders}",
        "保留：{holders}",
        "reserved by {holders}",
        "réservé par {holders}",
        "оговорка: {holders}",
        "lo reservan {holders}",
    ),
    Phrase.COMMENTS: ("تعليقات", "评论", "Comments", "Observations", "Замечания", "Observaciones"),
}
_PLACE = {language: at for at, language in enumerate(("ar", "zh", "en", "fr", "ru", "es"))}


def said(phrase: Phrase, language: Language, **facts: object) -> str:
    """The sentence in ``language``, with what it speaks of."""
    return _SAID[phrase][_PLACE[language]].format(**facts)


@dataclass(frozen=True, slots=True)
class Position:
    """What a sentence states, and towards whose proposal; nobody is named where it states no stance."""

    phrase: Phrase
    author: str = ""

    @property
    def stance(self) -> Stance | None:
        """The stance that is stated, if one is."""
        return next((stance for stance, phrase in OF_STANCE.items() if phrase is self.phrase), None)


@lru_cache(maxsize=4096)
def read_position(words: str) -> Position | None:
    """The position that a sentence states in any of the six languages; None if it states none."""
    plain = " ".join(words.split())
    for phrase, pattern in _POSITIONS:
        if found := pattern.fullmatch(plain):
            return Position(phrase, found.groupdict().get("author") or "")
    return None


def _pattern(sentence: str) -> re.Pattern[str]:
    told = re.escape(sentence.rstrip(".。")).replace(r"\{author\}", r"(?P<author>.{1,120})")
    return re.compile(f"{told}[.。]?", re.IGNORECASE)


_POSITIONS = tuple(
    (phrase, _pattern(sentence))
    for phrase in (*OF_STANCE.values(), Phrase.DELETES, Phrase.AGREED)
    for sentence in _SAID[phrase]
)
