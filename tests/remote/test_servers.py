"""The servers of the tests answer as they are said to, and do wrong what they are told to."""

from __future__ import annotations

import http.client
import json
import re
import time
from contextlib import closing
from urllib.parse import urlencode

import geopandas
import psycopg2
import pytest
import requests
from conftest import DEMO_PACKAGE
from lxml import etree
from plandialog.plugin.core.package.reader import read_package
from plandialog.plugin.gis.measures import measure_specs
from servers.arcgis import ArcgisServer
from servers.auth import basic
from servers.demo_remote import demo_package, postgres, spatialite_package
from servers.fixtures import CREDENTIALS
from servers.misbehaving import CAP, RENAMED
from servers.postgres_server import TABLE_FAULTS
from servers.tls import TlsFront

EPSG_3006 = "http://www.opengis.net/def/crs/EPSG/0/3006"
LOCALITIES = 42

#: A box around the town of Örebro that meets five localities, east first.
BOX = (500000, 6560000, 520000, 6580000)


def get(url, status=200, session=None, **params):
    """An answer, of the status that is looked for."""
    client = session or requests.Session()
    client.trust_env = False
    answer = client.get(url, params=params, timeout=10, allow_redirects=False)
    assert answer.status_code == status, answer.text[:500]
    return answer


def features(server, version="1.1.0", **params):
    """What a WFS answers to a question for localities."""
    base = server if isinstance(server, str) else server.base
    return get(base, service="WFS", version=version, request="GetFeature", typeName="tatorter", **params)


def hits(server, version="1.1.0"):
    return etree.fromstring(features(server, version, resultType="hits").content).get("numberOfFeatures")


def names(answer):
    """The names of the localities in an answer of any kind."""
    if answer.content.lstrip()[:1] == b"<":
        return [each.text for each in etree.fromstring(answer.content).iter("{http://www.qgis.org/gml}namn")]
    listed = answer.json()["features"]
    return [(each.get("properties") or each.get("attributes"))["namn"] for each in listed]


@pytest.fixture(scope="module")
def localities():
    return geopandas.read_file(DEMO_PACKAGE / "layers" / "tatorter.gpkg")


@pytest.fixture(scope="module")
def in_box(localities):
    return sorted(localities.cx[BOX[0] : BOX[2], BOX[1] : BOX[3]]["namn"])


# the good ones


@pytest.mark.parametrize("version", ["1.0.0", "1.1.0"])
def test_wfs_of_qgis_server(qgis_server, in_box, version):
    capabilities = get(qgis_server.base, service="WFS", version=version, request="GetCapabilities").content
    root = etree.fromstring(capabilities)
    assert root.get("version") == version and b"Underlag (DEMO)" in capabilities
    assert len([each for each in root.iter() if etree.QName(each).localname == "FeatureType"]) == 33
    assert hits(qgis_server, version) == str(LOCALITIES)
    assert len(names(features(qgis_server, version, maxFeatures=1))) == 1
    urn = "urn:ogc:def:crs:EPSG::3006"
    west, south, east, north = BOX
    assert sorted(names(features(qgis_server, bbox=f"{south},{west},{north},{east},{urn}", srsName=urn))) == in_box


def test_qgis_server_answers_to_wfs_2_in_1_1(qgis_server):
    root = etree.fromstring(get(qgis_server.base, service="WFS", version="2.0.0", request="GetCapabilities").content)
    assert root.get("version") == "1.1.0"
    assert len(names(features(qgis_server, "2.0.0", count=2, maxFeatures=3))) == 3


def test_wms_of_qgis_server(qgis_server):
    params = {"service": "WMS", "version": "1.3.0"}
    assert b"<Name>tatorter</Name>" in get(qgis_server.base, **params, request="GetCapabilities").content
    west, south, east, north = BOX
    params.update(layers="tatorter", styles="", crs="EPSG:3006", bbox=f"{south},{west},{north},{east}", width=64)
    picture = get(qgis_server.base, **params, request="GetMap", height=64, format="image/png")
    assert picture.content.startswith(b"\x89PNG") and picture.headers["Content-Type"] == "image/png"


@pytest.mark.parametrize("server", ["qgis_server", "pygeoapi"])
def test_ogc_api_features(request, server, localities, in_box):
    of_qgis = server == "qgis_server"
    made = request.getfixturevalue(server)
    root = made.oapif if of_qgis else made.base
    items = f"{root}/collections/tatorter/items"
    listed = get(f"{root}/collections", f="json").json()["collections"]
    assert len(listed) == 33 and EPSG_3006 in next(each for each in listed if each["id"] == "tatorter")["crs"]
    page = get(items, f="json", limit=2, offset=1).json()
    # pygeoapi over GDAL states the number only where nothing else is asked for.
    counted = page if of_qgis else get(items, f="json", resulttype="hits").json()
    assert counted["numberMatched"] == LOCALITIES and len(page["features"]) == 2
    assert "next" in [each["rel"] for each in page["links"]]
    west, south, east, north = BOX
    # pygeoapi goes by the order of axes that EPSG:3006 has, QGIS Server has east first.
    box = f"{west},{south},{east},{north}" if of_qgis else f"{south},{west},{north},{east}"
    answer = get(items, f="json", limit=100, bbox=box, crs=EPSG_3006, **{"bbox-crs": EPSG_3006})
    assert sorted(names(answer)) == in_box
    first = answer.json()["features"][0]
    corner = first["geometry"]["coordinates"][0][0][0]
    centre = localities.set_index("namn").geometry[first["properties"]["namn"]].representative_point()
    x, y = corner if of_qgis else corner[::-1]
    assert abs(x - centre.x) < 20_000 and abs(y - centre.y) < 20_000


def test_arcgis(arcgis_server, localities, in_box):
    service = get(arcgis_server.service, f="json").json()
    assert len(service["layers"]) == 33
    address = arcgis_server.layer("tatorter")
    described = get(address, f="json").json()
    assert described["name"] == "tatorter" and described["geometryType"] == "esriGeometryPolygon"
    assert described["advancedQueryCapabilities"]["supportsPagination"] is True

    def query(**params):
        return get(f"{address}/query", **{"f": "json", "where": "1=1", **params})

    assert query(returnCountOnly="true").json() == {"count": LOCALITIES}
    assert query(returnIdsOnly="true", where="OBJECTID IN (3, 5)").json()["objectIds"] == [3, 5]
    assert names(query(where="namn = 'Örebro'", outFields="namn")) == ["Örebro"]
    assert query(where="folkmangd > 1000 AND NOT (namn = 'Örebro')", returnCountOnly="true").json()["count"] > 1
    box = {"geometry": ",".join(map(str, BOX)), "geometryType": "esriGeometryEnvelope", "inSR": 3006}
    assert sorted(names(query(**box, outFields="*", spatialRel="esriSpatialRelIntersects"))) == in_box
    page = query(resultOffset=40, resultRecordCount=1, outFields="*").json()
    assert page["exceededTransferLimit"] is True and len(page["features"]) == 1
    assert "exceededTransferLimit" not in query(resultOffset=40).json()
    whole = query(f="geojson", outFields="namn", outSR=3006)
    written = geopandas.read_file(whole.text).set_index("namn").geometry
    assert written.geom_equals(localities.set_index("namn").geometry[written.index]).all()
    wrong = query(where="nix = 1").json()["error"]
    assert wrong["code"] == 400 and wrong["details"]


def test_arcgis_without_pages_hands_out_no_more_than_its_cap():
    with ArcgisServer(DEMO_PACKAGE, most=5, paging=False) as server:
        address = f"{server.layer('tatorter')}/query"
        handed = get(address, f="json", where="1=1").json()
        assert handed["exceededTransferLimit"] is True and len(handed["features"]) == 5
        assert "error" in get(address, f="json", where="1=1", resultOffset=5).json()


def connect(server, port=None, **changes):
    stated = {"host": "127.0.0.1", "port": port or server.port, "dbname": "demo", "connect_timeout": 2}
    stated.update(user=server.user, password=server.password)
    return closing(psycopg2.connect(**{**stated, **changes}))


def ask(connection, statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


COUNT = 'SELECT count(*), min(namn), bool_and(ST_SRID(geom) = 3006) FROM "underlag"."tatorter"'


def test_postgres(postgres_server, authority, tmp_path):
    with connect(postgres_server) as connection:
        assert ask(connection, COUNT) == [(LOCALITIES, "Askersund", True)]
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            ask(connection, 'DELETE FROM "underlag"."tatorter"')
    pem = authority.write(tmp_path / "authority.pem")
    with connect(postgres_server, sslmode="verify-full", sslrootcert=str(pem)) as connection:
        assert ask(connection, "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()") == [(True,)]
    with (
        pytest.raises(psycopg2.OperationalError, match="authentication failed"),
        connect(postgres_server, password="x"),
    ):
        pass
    indices = postgres_server.execute("SELECT indexdef FROM pg_indexes WHERE tablename = 'tatorter'")
    assert any("gist" in each for (each,) in indices) and any("UNIQUE" in each for (each,) in indices)


@pytest.mark.parametrize("fault", TABLE_FAULTS)
def test_tables_of_postgres_can_be_spoiled_and_are_right_again(postgres_server, fault):
    def state():
        with connect(postgres_server) as connection:
            try:
                return ask(connection, f"{COUNT} WHERE ST_X(ST_Centroid(geom)) BETWEEN 400000 AND 600000")
            except psycopg2.Error as error:
                return type(error).__name__

    right = state()
    with postgres_server.spoiled("tatorter", fault):
        assert state() != right
    assert state() == right


# the fronts


def test_tls(qgis_server, arcgis_server, authority, with_tls, tmp_path):
    session = requests.Session()
    session.verify = str(authority.write(tmp_path / "authority.pem"))
    for upstream in (qgis_server.base, arcgis_server.base):
        front = with_tls(upstream)
        assert front.base.startswith("https://")
        with pytest.raises(requests.exceptions.SSLError):
            get(front.base)
    assert get(f"{front.base}/arcgis/rest/services/demo/FeatureServer", session=session, f="json").json()["layers"]
    capabilities = get(
        with_tls(qgis_server.base).base, session=session, service="WFS", version="1.1.0", request="GetCapabilities"
    )
    assert b"https://127.0.0.1" in capabilities.content and b'"http://127.0.0.1' not in capabilities.content
    for wrong in (authority.certificate("tjanst.invalid"), authority.certificate(expired=True)):
        with pytest.raises(requests.exceptions.SSLError):
            get(with_tls(qgis_server.base, wrong).base, session=session)


def test_login(qgis_server, with_login):
    front = with_login(qgis_server.base)
    answer = get(front.base, 401)
    assert answer.headers["WWW-Authenticate"].startswith("Basic ")
    session = requests.Session()
    session.auth = CREDENTIALS
    answer = get(front.base, session=session, service="WFS", version="1.1.0", request="GetFeature", typeName="tatorter")
    assert len(names(answer)) == LOCALITIES
    assert front.seen == [None, basic(*CREDENTIALS)]


def test_proxy(qgis_server, authority, with_tls, proxy, tmp_path):
    user, password = (requests.utils.quote(each, safe="") for each in CREDENTIALS)
    front = with_tls(qgis_server.base)
    proxy.names["tjanst.invalid"] = "127.0.0.1"
    session = requests.Session()
    session.verify = str(authority.write(tmp_path / "authority.pem"))
    address = proxy.base.replace("://", f"://{user}:{password}@")
    session.proxies = {"http": address, "https": address}
    question = {"service": "WFS", "version": "1.1.0", "request": "GetCapabilities"}
    for base in (qgis_server.base, front.base, qgis_server.base.replace("127.0.0.1", "tjanst.invalid")):
        assert b"WFS_Capabilities" in get(base, session=session, **question).content
    assert [each.split(" ")[0] for each in proxy.through] == ["GET", "CONNECT", "GET"]
    session.proxies = {"http": proxy.base, "https": proxy.base}
    assert get(qgis_server.base, 407, session=session).headers["Proxy-Authenticate"].startswith("Basic ")
    with pytest.raises(requests.exceptions.ProxyError, match="407"):
        get(front.base, session=session)
    assert (len(proxy.through), proxy.turned_away) == (3, 2)


# what goes wrong


class Way:
    """How to ask a server that misbehaves for localities, and how many it says there are."""

    def __init__(self, kind, qgis_server, arcgis_server, pygeoapi):
        self.kind = kind
        self.upstream = {"wfs": qgis_server, "oapif": pygeoapi, "arcgis": arcgis_server}[kind].base.rstrip("/")
        self.path = {
            "wfs": "/",
            "oapif": "/collections/tatorter/items",
            "arcgis": arcgis_server.layer("tatorter").replace(arcgis_server.base, "") + "/query",
        }[kind]
        urn = "urn:ogc:def:crs:EPSG::3006"
        wfs = {"service": "WFS", "version": "1.1.0", "request": "GetFeature", "typeName": "tatorter", "srsName": urn}
        self.params = {
            "wfs": wfs,
            "oapif": {"f": "json", "limit": "100", "crs": EPSG_3006},
            "arcgis": {"f": "json", "where": "1=1", "outFields": "*"},
        }[kind]
        west, south, east, north = BOX
        turned = f"{south},{west},{north},{east}"
        self.box = {
            "wfs": {"bbox": f"{turned},{urn}"},
            "oapif": {"bbox": turned, "bbox-crs": EPSG_3006},
            "arcgis": {"geometry": ",".join(map(str, BOX)), "geometryType": "esriGeometryEnvelope"},
        }[kind]

    def ask(self, server, status=200, **params):
        return get(f"{server.base}{self.path}", status, **{**self.params, **params})

    def count(self, server):
        if self.kind == "wfs":
            return etree.fromstring(self.ask(server, resultType="hits").content).get("numberOfFeatures")
        if self.kind == "oapif":
            return str(self.ask(server, resulttype="hits").json().get("numberMatched", "unknown"))
        return str(self.ask(server, returnCountOnly="true").json().get("count", "unknown"))

    def corner(self, answer):
        """The first two figures of the first feature, as they are written."""
        if self.kind == "wfs":
            gml = "{http://www.opengis.net/gml}"
            return tuple(map(float, next(etree.fromstring(answer.content).iter(f"{gml}posList")).text.split()[:2]))
        shape = answer.json()["features"][0]["geometry"]
        return tuple(shape["rings"][0][0] if "rings" in shape else shape["coordinates"][0][0][0])


@pytest.fixture(params=["wfs", "oapif", "arcgis"])
def way(request, qgis_server, arcgis_server, pygeoapi):
    return Way(request.param, qgis_server, arcgis_server, pygeoapi)


@pytest.fixture
def server(way, misbehaving):
    return misbehaving(way.upstream)


def test_without_a_fault_nothing_is_changed(way, server):
    assert len(names(way.ask(server))) == LOCALITIES
    assert way.count(server) == str(LOCALITIES)
    assert way.upstream not in way.ask(server).text
    assert len(server.paths) == 3 and server.most_at_once == 1
    assert server.queries[0].items() >= {key.lower(): value for key, value in way.params.items()}.items()


def test_a_connection_that_hangs_drips_or_is_late(way, server):
    server.become("hang")
    with pytest.raises(requests.Timeout):
        requests.get(f"{server.base}{way.path}", timeout=0.3)
    server.become("drip")
    with requests.get(f"{server.base}{way.path}", timeout=2, stream=True) as answer:
        began = time.monotonic()
        assert len(next(answer.iter_content(1))) == 1 and time.monotonic() - began < 1.5
    server.become("delay:0.4")
    began = time.monotonic()
    assert len(names(way.ask(server))) == LOCALITIES and time.monotonic() - began > 0.4


def test_statuses(way, server):
    server.become("status-500")
    way.ask(server, 500)
    server.become("status-401")
    assert "WWW-Authenticate" in way.ask(server, 401).headers
    server.become("flaky:2")
    assert [way.ask(server, status).status_code for status in (503, 503, 200)] == [503, 503, 200]


def test_an_exception_with_status_200(way, server):
    server.become("exception-200")
    text = way.ask(server).text
    assert "ServiceException" in text if way.kind == "wfs" else json.loads(text).keys() & {"error", "code"}


def test_an_answer_that_is_cut(way, server):
    whole = len(way.ask(server).content)
    server.become("truncated")
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)) as connection:
        connection.request("GET", f"{way.path}?{urlencode(way.params)}")
        with pytest.raises(http.client.IncompleteRead) as cut:
            connection.getresponse().read()
        assert len(cut.value.partial) + cut.value.expected > whole - 100
    server.become("truncated-quietly")
    body = way.ask(server).content
    assert len(body) < whole * 0.6
    with pytest.raises((ValueError, etree.XMLSyntaxError)):
        etree.fromstring(body) if way.kind == "wfs" else json.loads(body)


def test_features_that_are_left_out(way, server):
    server.become("half")
    assert 0 < len(names(way.ask(server))) < LOCALITIES and way.count(server) == str(LOCALITIES)
    server.become("empty-layer")
    assert names(way.ask(server)) == [] and way.count(server) == "0"


def test_a_cap_without_pages(way, server):
    starts = {"wfs": "startIndex", "oapif": "offset", "arcgis": "resultOffset"}
    for fault, count in (("cap", str(LOCALITIES)), ("cap-uncounted", "unknown")):
        server.become(fault)
        first, later = way.ask(server), way.ask(server, **{starts[way.kind]: "10"})
        assert len(names(first)) == CAP and names(later) == names(first)
        assert "exceededTransferLimit" not in first.text and '"next"' not in first.text
        assert way.count(server) == count


def test_positions_that_are_wrong(way, server, in_box):
    right = way.corner(way.ask(server))
    server.become("wrong-crs")
    assert all(abs(figure) < 90 for figure in way.corner(way.ask(server)))
    assert "3006" in way.ask(server).text or way.kind == "oapif"
    server.become("turned-answer")
    assert way.corner(way.ask(server)) == pytest.approx(right[::-1])
    assert sorted(names(way.ask(server, **way.box))) == in_box
    server.become("turned-question")
    assert names(way.ask(server, **way.box)) == []
    assert way.corner(way.ask(server)) == pytest.approx(right)


def test_a_schema_that_has_changed(way, server):
    named = re.compile(r'"namn" ?:|"?name"? ?[:=] ?"namn"|:namn>')
    server.become("schema-changed")
    body = way.ask(server).text
    assert RENAMED in body and not named.search(body)
    described = {
        "wfs": ("/", {"service": "WFS", "version": "1.1.0", "request": "DescribeFeatureType", "typeName": "tatorter"}),
        "oapif": ("/collections/tatorter/queryables", {"f": "json"}),
        "arcgis": (way.path.replace("/query", ""), {"f": "json"}),
    }
    path, params = described[way.kind]
    body = get(f"{server.base}{path}", **params).text
    assert RENAMED in body and not named.search(body)


def test_redirects(way, server):
    server.become("redirect-loop")
    with pytest.raises(requests.TooManyRedirects):
        requests.get(f"{server.base}{way.path}", timeout=5)
    server.become("redirect-away")
    there = way.ask(server, 302).headers["Location"]
    assert there.startswith("http://localhost:") and "<html>" in get(there).text
    server.become("redirect-same")
    followed = requests.get(f"{server.base}{way.path}", params=way.params, timeout=5)
    assert len(names(followed)) == LOCALITIES and followed.history[0].status_code == 301


def test_a_fault_may_hold_for_some_questions_only(way, server):
    server.become({"resultType=hits": "status-500", "offset=10": "status-500", "returnCountOnly=true": "status-500"})
    assert len(names(way.ask(server))) == LOCALITIES
    way.ask(server, 500, resultType="hits", offset="10", returnCountOnly="true")


def test_below_http(postgres_server, misbehaving_tcp):
    front = misbehaving_tcp(postgres_server.port)
    with connect(postgres_server, front.port) as connection:
        assert ask(connection, COUNT)[0][0] == LOCALITIES
        front.become("cut:100")
        with pytest.raises(psycopg2.OperationalError):
            ask(connection, 'SELECT * FROM "underlag"."tatorter"')
    front.become("refused")
    with pytest.raises(psycopg2.OperationalError, match="refused"), connect(postgres_server, front.port):
        pass
    front.become("hang")
    with pytest.raises(psycopg2.OperationalError, match="timeout"), connect(postgres_server, front.port):
        pass
    front.become("delay:0.1")
    began = time.monotonic()
    with connect(postgres_server, front.port) as connection:
        assert ask(connection, COUNT)[0][0] == LOCALITIES
    assert time.monotonic() - began > 0.3
    assert front.connections == 1


# the package


def test_the_demo_package_somewhere_else(postgres_server, tmp_path):
    made = demo_package(DEMO_PACKAGE, tmp_path / "made", postgres(postgres_server.port, postgres_server.types))
    package = read_package(made, measure_specs())
    providers = {name: dataset.source.provider for name, dataset in package.datasets.items()}
    assert providers["lan"] == "ogr" and providers["tatorter"] == "postgres" and "gdal" in providers.values()
    assert not (made / "manifest.json").exists()


def test_the_demo_package_in_spatialite(tmp_path):
    made = spatialite_package(DEMO_PACKAGE, tmp_path / "made")
    assert len(geopandas.list_layers(made / "layers" / "demo.sqlite")) == 32
    frame = geopandas.read_file(made / "layers" / "demo.sqlite", layer="vattenskydd")
    assert len(frame) == 16 and frame.crs.to_epsg() == 3006


def test_tls_in_front_of_a_login_and_a_fault(arcgis_server, authority, with_login, misbehaving, tmp_path):
    login = with_login(misbehaving(arcgis_server.base).base)
    session = requests.Session()
    session.auth = CREDENTIALS
    session.verify = str(authority.write(tmp_path / "authority.pem"))
    with TlsFront(login.base, authority.certificate("localhost"), "localhost") as front:
        address = arcgis_server.layer("tatorter").replace(arcgis_server.base, front.base)
        assert get(f"{address}/query", session=session, f="json", where="1=1").json()["features"]
