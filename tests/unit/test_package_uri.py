"""The uris of remote datasets: what is taken, what is refused and why, and that no text can do harm to the parser."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plandialog.plugin.core.package import uri
from plandialog.plugin.core.package.model import Source
from plandialog.plugin.core.package.rules import check_references
from plandialog.plugin.core.package.spec import Record
from plandialog.plugin.core.package.uri import (
    KEYS,
    MAP_KEYS,
    NEEDED,
    REMOTE,
    SHOWN_ONLY,
    RemoteUri,
    UriError,
    check_address,
    map_name,
    map_values,
    parse_uri,
)
from sound_package import assert_said

WFS = "url='https://example.org/wfs' typename='ns:lager'"
OAPIF = "url='https://example.org/ogc/features/v1' typename='lager'"
ARCGIS = "url='https://example.org/arcgis/rest/services/Lager/FeatureServer/0'"
POSTGRES = 'host=db.example.org dbname=\'karta\' table="plan"."lager" (geom)'
SMALLEST = {"WFS": WFS, "OAPIF": OAPIF, "arcgisfeatureserver": ARCGIS, "postgres": POSTGRES}
WMS = "url=https://example.org/wms&layers=lager"
XYZ = "https://example.org/{z}/{x}/{y}.png"


def code(provider, text):
    """The code of the message with which ``text`` is refused, which reads in both languages."""
    parse = parse_uri if provider in REMOTE else map_values
    with pytest.raises(UriError) as raised:
        parse(provider, text)
    assert_said(raised.value.message)
    return raised.value.message.code


def test_every_provider_on_the_network_has_keys_and_an_example():
    assert set(KEYS) == set(NEEDED) == set(REMOTE) == set(SMALLEST)
    assert all(set(NEEDED[provider]) <= set(KEYS[provider]) for provider in REMOTE)


# what is taken


@pytest.mark.parametrize(
    ("provider", "text", "expected"),
    [
        (
            "WFS",
            WFS + " version='1.1.0' srsname='EPSG:3006' InvertAxisOrientation='1' pageSize='500'",
            {
                "url": "https://example.org/wfs",
                "typename": "ns:lager",
                "version": "1.1.0",
                "srsname": "EPSG:3006",
                "InvertAxisOrientation": "1",
                "pageSize": "500",
            },
        ),
        (
            "OAPIF",
            "srsname='EPSG:3006'  pageSize=100\t" + OAPIF,
            {
                "url": "https://example.org/ogc/features/v1",
                "typename": "lager",
                "srsname": "EPSG:3006",
                "pageSize": "100",
            },
        ),
        (
            "arcgisfeatureserver",
            f"  {ARCGIS} crs='EPSG:3011'  ",
            {"url": "https://example.org/arcgis/rest/services/Lager/FeatureServer/0", "crs": "EPSG:3011"},
        ),
        (
            "postgres",
            POSTGRES + " port=5433 sslmode=verify-full key='id' srid=3006 type=MultiPolygon estimatedmetadata=true",
            {
                "host": "db.example.org",
                "dbname": "karta",
                "table": "plan.lager",
                "port": "5433",
                "sslmode": "verify-full",
                "key": "id",
                "srid": "3006",
                "type": "MultiPolygon",
                "estimatedmetadata": "true",
            },
        ),
    ],
)
def test_all_keys_of_a_provider_are_taken(provider, text, expected):
    assert parse_uri(provider, text).values == expected


def test_the_parts_of_a_table():
    parsed = parse_uri("postgres", 'host=localhost dbname=karta table="Plan och bygg"."ytor 2026" (the geom)')
    assert (parsed.schema, parsed.table, parsed.geometry) == ("Plan och bygg", "ytor 2026", "the geom")
    assert (parsed.layer, parsed.host) == ("Plan och bygg.ytor 2026", "localhost")


def test_the_geometry_of_a_table_need_not_be_named():
    assert parse_uri("postgres", 'table="a"."b" dbname=k host=::1') == RemoteUri(
        "postgres", {"table": "a.b", "dbname": "k", "host": "::1"}, "a", "b", ""
    )


@pytest.mark.parametrize(
    ("provider", "text", "layer", "host"),
    [
        ("WFS", WFS, "ns:lager", "example.org"),
        ("OAPIF", OAPIF.replace("example.org", "example.org:8443"), "lager", "example.org:8443"),
        ("arcgisfeatureserver", ARCGIS, "0", "example.org"),
        ("postgres", POSTGRES, "plan.lager", "db.example.org"),
    ],
)
def test_a_source_is_called_by_its_layer_and_its_host(provider, text, layer, host):
    parsed = parse_uri(provider, text)
    assert (parsed.layer, parsed.host, parsed.get("pageSize", "1000")) == (layer, host, "1000")
    assert Source(provider, text).name == f"{layer} ({host})"


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("'lager med blanksteg'", "lager med blanksteg"),
        ("'it\\'s'", "it's"),
        ("'a\\\\b'", "a\\b"),
        ("'åäö:ÅÄÖ'", "åäö:ÅÄÖ"),
        ("'url=x'", "url=x"),
        ("lager", "lager"),
        ("'" + "x" * 500 + "'", "x" * 500),
    ],
)
def test_a_value_may_stand_in_quotes(written, value):
    assert parse_uri("WFS", f"typename={written} url='https://example.org/wfs'").get("typename") == value


@pytest.mark.parametrize("port", ["1", "80", "9999", "10000", "59999", "64999", "65499", "65529", "65535"])
def test_a_port_is_one_that_there_is(port):
    assert parse_uri("postgres", f"{POSTGRES} port={port}").get("port") == port


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org",
        "HTTPS://EXAMPLE.ORG/wfs",
        "http://127.0.0.1:8080/wfs?map=/lager.map&x=1",
        "http://[::1]:8080/wfs",
        "https://länsstyrelsen.example/wfs",
        "https://example.org:/wfs",
        "https://example.org/a@b",
    ],
)
def test_an_address_on_the_web_is_taken(address):
    check_address(address)
    assert parse_uri("WFS", f"url='{address}' typename='a'").get("url") == address


# what is refused


@pytest.mark.parametrize(("provider", "key"), [(provider, key) for provider in REMOTE for key in NEEDED[provider]])
def test_a_uri_without_a_key_that_it_needs_is_refused(provider, key):
    parts = {
        "url": "url='https://example.org/wfs'",
        "typename": "typename='a'",
        "host": "host=example.org",
        "dbname": "dbname=k",
        "table": 'table="a"."b"',
    }
    text = " ".join(parts[other] for other in NEEDED[provider] if other != key)
    assert code(provider, text) == "uri-missing"


@pytest.mark.parametrize("provider", REMOTE)
@pytest.mark.parametrize("text", ["", " ", "\n\t"])
def test_an_empty_uri_lacks_what_it_needs(provider, text):
    assert code(provider, text) == "uri-missing"


@pytest.mark.parametrize("provider", REMOTE)
@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/wfs",
        "url",
        "url=",
        "url='https://example.org",
        "url='a'typename='b'",
        "url = 'a'",
        "='a'",
        "|layername=a",
        'url="a"',
        "1=2",
        "\x00",
    ],
)
def test_what_is_no_list_of_pairs_is_refused(provider, text):
    assert code(provider, text) == "uri-syntax"


@pytest.mark.parametrize("provider", REMOTE)
@pytest.mark.parametrize(
    "more",
    ["authcfg='abc1234'", "username='a'", "password='a'", "user=a", "service='pg'", "sql='SELECT 1'", "URL='a'", "a=b"],
)
def test_a_key_that_is_not_known_is_refused(provider, more):
    assert code(provider, f"{SMALLEST[provider]} {more}") == "uri-key"


@pytest.mark.parametrize("provider", REMOTE)
def test_a_long_key_is_told_in_short(provider):
    with pytest.raises(UriError) as raised:
        parse_uri(provider, "a" * 100_000 + "=b")
    assert len(raised.value.message.text("sv")) < 500


@pytest.mark.parametrize(
    ("provider", "again"),
    [
        ("WFS", "url='https://other.example/wfs'"),
        ("WFS", "typename='ns:lager'"),
        ("OAPIF", "url=https://other.example"),
        ("arcgisfeatureserver", "url=https://other.example"),
        ("postgres", "host=other.example"),
        ("postgres", 'table="a"."b"'),
    ],
)
def test_a_key_that_stands_twice_is_refused(provider, again):
    """Who reads the first would be asking another host than who reads the last."""
    assert code(provider, f"{SMALLEST[provider]} {again}") == "key-duplicate"


@pytest.mark.parametrize(
    ("provider", "more"),
    [
        ("WFS", "version='auto'"),
        ("WFS", "version='1.0.0'"),
        ("WFS", "srsname='3006'"),
        ("WFS", "srsname='EPSG:3006 '"),
        ("WFS", "srsname='urn:ogc:def:crs:EPSG::3006'"),
        ("WFS", "InvertAxisOrientation='true'"),
        ("WFS", "pageSize='0'"),
        ("WFS", "pageSize='-1'"),
        ("WFS", "pageSize='1000000'"),
        ("WFS", "pageSize='١٢'"),
        ("OAPIF", "srsname='CRS84'"),
        ("arcgisfeatureserver", "crs='EPSG:3'"),
        ("postgres", "port=0"),
        ("postgres", "port=65536"),
        ("postgres", "port=99999"),
        ("postgres", "port='54 32'"),
        ("postgres", "sslmode=maybe"),
        ("postgres", "srid=-1"),
        ("postgres", "type='Polygon; DROP TABLE a'"),
        ("postgres", "estimatedmetadata=yes"),
        ("postgres", "key=''"),
        ("postgres", "key='a\x00b'"),
    ],
)
def test_a_value_that_is_none_is_refused(provider, more):
    assert code(provider, f"{SMALLEST[provider]} {more}") == "uri-value"


@pytest.mark.parametrize(
    "host",
    ["/var/run/postgresql", "@abstract", "a,b", "a b", "a'b", "a\\b", "", "x" * 254, "exämple.org", "a/b", "a%00"],
)
def test_a_host_of_a_database_is_a_name_or_a_number(host):
    quoted = host.replace("\\", "\\\\").replace("'", "\\'")
    assert code("postgres", f'host=\'{quoted}\' dbname=k table="a"."b"') == "uri-value"


@pytest.mark.parametrize(
    "written", ["lager", "'lager'", "'plan.lager'", '"a\x00"."b"', '"a"."b\x1f"', '"a"."b" (\x07)']
)
def test_a_table_is_written_as_schema_and_table(written):
    assert code("postgres", f"host=h dbname=k table={written}") == "uri-value"


@pytest.mark.parametrize(
    ("provider", "text"),
    [
        ("postgres", 'host="evil"."example" dbname=k table=lager'),
        ("postgres", 'host=h dbname="a"."b" table="a"."b"'),
        ("WFS", 'url=\'https://example.org\' typename="a"."b"'),
        ("postgres", 'host=h dbname=k table="a"."b"."c"'),
        ("postgres", 'host=h dbname=k table="a"'),
        ("postgres", 'host=h dbname=k table="a"."b" (geom) sql=1=1 OR'),
    ],
)
def test_nothing_but_a_table_is_written_as_one(provider, text):
    assert code(provider, text) in ("uri-syntax", "uri-key")


@pytest.mark.parametrize(
    "address",
    [
        "example.org/wfs",
        "//example.org/wfs",
        "ftp://example.org/wfs",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "/vsicurl/https://example.org",
        "http://",
        "https:///wfs",
        "https://:443/wfs",
        "https://example.org:99999/wfs",
        "https://example.org:http/wfs",
        "https://name@example.org/wfs",
        "https://name:secret@example.org/wfs",
        "https://example.org@evil.example/wfs",
        "https://evil.example\\@example.org/wfs",
        "https://evil.example\\.example.org/wfs",
        "https://evil.example\\/wfs",
        "https://exa mple.org/wfs",
        "https://example.org/w fs",
        "https://example.org/w\u00a0fs",
        "https://example.org/w\x7ffs",
        "https://example.org/\ud800",
        "https://\u202egro.example/wfs",
        "https://a%40b.example/wfs",
        "https://[::1/wfs",
        "https://[fe80::1%25eth0]/wfs",
        "https://{s}.example.org/wfs",
        "https://a.example,b.example/wfs",
        "https://example.org\u2100/wfs",
    ],
)
def test_what_is_no_plain_address_on_the_web_is_refused(address):
    with pytest.raises(UriError):
        check_address(address)
    written = address.replace("\\", "\\\\").replace("'", "\\'")
    assert code("WFS", f"url='{written}' typename='a'") in ("uri-address", "uri-value")
    assert code("xyz", address) == "uri-address"


@pytest.mark.parametrize("provider", ["OAPIF", "arcgisfeatureserver"])
@pytest.mark.parametrize("end", ["?f=json", "#a", "?"])
def test_an_address_that_is_built_upon_ends_with_its_path(provider, end):
    text = SMALLEST[provider].replace("url='https://example.org/", f"url='https://example.org/x{end}/")
    assert code(provider, text) == "uri-value"


def test_a_web_feature_service_may_have_a_query():
    assert parse_uri("WFS", "url='https://example.org/?map=a' typename='b'").host == "example.org"


# maps


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (WMS, {"url": "https://example.org/wms", "layers": "lager"}),
        (
            # as QGIS writes it
            "crs=EPSG:3006&format=image/png&layers=a&layers=b+c&styles&url=https%3A%2F%2Fexample.org%2Fwms%3Fmap%3Da%26b",
            {
                "crs": "EPSG:3006",
                "format": "image/png",
                "layers": "b+c",
                "styles": "",
                "url": "https://example.org/wms?map=a&b",
            },
        ),
        (
            WMS + "&tileMatrixSet=3006&tileDimensions=TIME%3D2026&contextualWMSLegend=0",
            {
                "url": "https://example.org/wms",
                "layers": "lager",
                "tileMatrixSet": "3006",
                "tileDimensions": "TIME=2026",
                "contextualWMSLegend": "0",
            },
        ),
    ],
)
def test_the_parts_of_a_map(text, expected):
    assert map_values("wms", text) == expected


def test_a_map_of_tiles_is_its_address():
    assert map_values("xyz", XYZ) == {"url": XYZ}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "uri-pairs"),
        ("https://example.org/wms", "uri-pairs"),
        ("&" * 200, "uri-pairs"),
        ("a=b&" * 101 + "a=b", "uri-pairs"),
        ("layers=a", "uri-missing"),
        ("url=https://example.org/wms", "uri-missing"),
        ("url=https://example.org/wms&layers=", "uri-missing"),
        (WMS + "&type=xyz", "uri-key"),
        (WMS + "&authcfg=abc1234", "uri-key"),
        (WMS + "&username=a&password=b", "uri-key"),
        (WMS + "&http-header:referer=a", "uri-key"),
        (WMS + "&" + "a" * 100_000 + "=1", "uri-key"),
        ("layers=a&url=file:///etc/passwd", "uri-address"),
        ("layers=a&url=https%3A%2F%2Fname%3Asecret%40example.org", "uri-address"),
        (WMS + "&url=https://evil.example", "key-duplicate"),
        (WMS + "&crs=EPSG:3006&crs=EPSG:3011", "key-duplicate"),
    ],
)
def test_a_map_that_is_none_is_refused(text, expected):
    assert code("wms", text) == expected


@pytest.mark.parametrize(
    ("provider", "text", "name"),
    [
        ("wms", WMS, "lager (example.org)"),
        ("xyz", XYZ, "example.org"),
        ("wms", "nonsense", "nonsense"),
        ("xyz", "nonsense", "nonsense"),
    ],
)
def test_a_map_is_called_by_its_layers_and_its_host(provider, text, name):
    assert map_name(provider, text) == Source(provider, text).name == name


def test_a_source_on_the_network_is_one_of_features():
    assert [Source(provider, "").is_remote for provider in (*REMOTE, *SHOWN_ONLY, "ogr", "spatialite", "gdal")] == (
        [True] * len(REMOTE) + [False] * (len(SHOWN_ONLY) + 3)
    )


# any text

#: Pieces that uris are made of, so that random texts reach further than their first letter.
_PIECES = st.one_of(
    st.sampled_from([*sorted({key for keys in KEYS.values() for key in keys}), *MAP_KEYS]),
    st.sampled_from(["=", "'", '"', "\\", " ", "&", "?", '"."', " (", ")", "://", "https://", "example.org", "%", "1"]),
    st.text(max_size=6),
    st.characters(min_codepoint=0xD800, max_codepoint=0xDFFF, categories=["Cs"]),
)
_TEXTS = st.lists(_PIECES, max_size=40).map("".join)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(REMOTE), st.one_of(_TEXTS, st.text()))
def test_a_text_is_a_uri_or_refused(provider, text):
    try:
        parsed = parse_uri(provider, text)
    except UriError as error:
        assert_said(error.message)
        return
    assert set(NEEDED[provider]) <= set(parsed.values) <= set(KEYS[provider])
    assert parsed.host and parsed.layer is not None


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(REMOTE), st.data())
def test_what_was_written_is_what_is_read(provider, data):
    """Values of any kind, quoted as QGIS does, come back as they were."""
    plain = st.text(st.characters(min_codepoint=0x20, exclude_categories=["Cs"]), min_size=1, max_size=30)
    free = {"typename": plain, "dbname": plain, "key": plain}
    fixed = dict(parse_uri(provider, SMALLEST[provider]).values)
    wanted = {key: data.draw(free[key]) for key in KEYS[provider] if key in free}
    values = {**fixed, **wanted}
    values.pop("table", None)
    pairs = [f"{key}='{_quoted(value)}'" for key, value in values.items()]
    if provider == "postgres":
        pairs.append('table="plan"."lager" (geom)')
    parsed = parse_uri(provider, " ".join(data.draw(st.permutations(pairs))))
    assert {key: parsed.get(key) for key in values} == values


def _quoted(value):
    return value.replace("\\", "\\\\").replace("'", "\\'")


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(SHOWN_ONLY), st.one_of(_TEXTS, st.text()))
def test_a_text_is_a_map_or_refused(provider, text):
    try:
        values = map_values(provider, text)
    except UriError as error:
        assert_said(error.message)
        return
    assert values["url"].lower().startswith(("http://", "https://"))


#: Texts that take a careless parser a time that grows with the square of their length.
_SLOW = [
    lambda n: " " * n,
    lambda n: " " * n + "x",
    lambda n: "a" * n,
    lambda n: "url='" + "a" * n,
    lambda n: "url='" + "\\" * n,
    lambda n: "url='" + "\\'" * n,
    lambda n: "url=" + "a" * n + "'",
    lambda n: "url='a' " * n,
    lambda n: "url=a " + "typename=b " * n,
    lambda n: 'table="' + "a" * n,
    lambda n: 'table="a"."b" ' + "(" * n,
    lambda n: 'table="a"."b"' + " " * n + "(",
    lambda n: 'table="a"."b" (' + "a" * n,
    lambda n: "url='https://" + "a" * n + "' typename='b'",
    lambda n: "a=b&" * n,
    lambda n: "url=https://" + "%41" * n,
    lambda n: "https://" + "[" * n,
    lambda n: "https://" + "a." * n,
    lambda n: "?key" * n,
    lambda n: " key" + " " * n,
    lambda n: "&" + "-" * n,
    lambda n: "://" * n,
    lambda n: "://a:" + "b" * n,
]


@pytest.mark.parametrize("make", _SLOW, ids=[repr(make(2)) for make in _SLOW])
def test_the_time_for_a_uri_grows_with_its_length_only(make):
    text = make(100_000)[:400_000]
    start = time.perf_counter()
    for provider in (*REMOTE, *SHOWN_ONLY):
        try:
            (parse_uri if provider in REMOTE else map_values)(provider, text)
        except UriError:
            continue
    for provider in ("ogr", "spatialite", "postgres"):
        _rules(provider, text)
    assert time.perf_counter() - start < 2  # a quadratic one takes a minute


class _Faults:
    """Takes what is noted and keeps none of it."""

    has_errors = True

    def note(self, *_arguments, **_options):
        return None


def _rules(provider, text):
    """What the reader makes of a dataset with the source ``text``."""
    source = Record(None)
    source.update(provider=provider, uri=text)
    dataset = Record(None)
    dataset.update(source=source)
    package = Record(None)
    package.update(datasets=[dataset])
    check_references(package, {}, {}, _Faults())


def test_no_shape_of_a_value_is_for_a_key_that_there_is_not():
    assert set(uri._SHAPES) <= {key for keys in KEYS.values() for key in keys}
