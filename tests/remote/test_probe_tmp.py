import time
from servers.tables import *
from qgis.core import QgsRectangle
from plandialog.plugin.gis.remote.asking import Ask
from plandialog.plugin.gis.remote import postgis
import random
def test_plan(postgres_server, monkeypatch):
    st = "AS SELECT i AS id, 'y'||i AS namn, ST_MakeEnvelope(x,y,x+60,y+60,3006) AS geom FROM (SELECT i, 500000+random()*200000 x, 6500000+random()*200000 y FROM generate_series(1,1000000) i) s; ALTER TABLE underlag.miljon ADD PRIMARY KEY (id); CREATE INDEX ON underlag.miljon USING gist (geom)"
    with made(postgres_server, "miljon", st) as t:
        for analyzed in (False, True):
            if analyzed: do(postgres_server, "ANALYZE underlag.miljon")
            for key in ("id","namn"):
                a = layer(postgres_server, t, key=key)
                rng=random.Random(2)
                for n in (5,50,500):
                    boxes=[QgsRectangle(x,y,x+300,y+300) for x,y in ((500000+rng.random()*200000,6500000+rng.random()*200000) for _ in range(n))]
                    a.columns(patience())
                    b=time.perf_counter(); p=a.near(boxes, Ask(None,frozenset({"namn"}),"namn <> 'x'"), patience(60)); e=time.perf_counter()-b
                    print(analyzed,key,n,len(p.ids),round(e*1000),"ms",flush=True)
                b=time.perf_counter(); p=a.page(Ask(boxes[0],frozenset({"namn"})),0,patience(60)); print("page",round(1000*(time.perf_counter()-b)),"ms")
                boxes=[QgsRectangle(500000+i*300,6500000,500000+i*300+30000,6530000) for i in range(100)]
                b=time.perf_counter(); 
                try: p=a.near(boxes, Ask(None), patience(60)); n=len(p.ids)
                except Exception as ex: n=ex.message.code
                print("large overlapping",key,n,round(1000*(time.perf_counter()-b)),"ms",flush=True)
