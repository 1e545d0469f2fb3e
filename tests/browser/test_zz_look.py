from __future__ import annotations
from pathlib import Path
import pytest
from a_school import Town, town, staff
from pages.a_survey import *
from homeroom.evidence import survey_words, survey_codes, survey_wave
from homeroom.evidence.models import *
pytestmark = pytest.mark.browser
OUT=Path("/tmp/surv_png"); OUT.mkdir(exist_ok=True)
@pytest.mark.django_db(transaction=True)
def test_look(visit, transactional_db):
    place=town(size=12)
    made=a_survey()
    for code,w in (("es",{"title":"Nuestra sala","intro":"Sobre tu clase.","q:q1":"Puedo trabajar con calma.","q:q2":"Recibo ayuda cuando la necesito.","q:q3":"Me gusta nuestra sala.","q:q4":"¿Dónde trabajas mejor?","q:q4:1":"Laboratorio","q:q4:2":"Sala","q:q5":"¿Qué más?"}),("vi",{"title":"Phòng học của chúng ta","intro":"Về lớp của em.","q:q1":"Em có thể làm việc yên tĩnh.","q:q2":"Em được giúp khi cần.","q:q3":"Em thích phòng học của chúng ta.","q:q4":"Em làm việc tốt nhất ở đâu?","q:q4:1":"Phòng thực hành","q:q4:2":"Lớp học","q:q5":"Còn gì nữa không?"})):
        survey_words.keep(made,code,w); 
        if code: survey_words.review(made,code,by())
    an_open_survey(); a_closed_survey()
    v=visit(place.data_team.username, java_script_enabled=False); small=visit(place.data_team.username,width=320,java_script_enabled=False)
    kiosk=survey_codes.plain(a_code())
    closed_=Survey.objects.get(slug="closed").pk; n=made.pk
    def shot(who,path,name,full=True,pdf=False):
        who.go(path); who.page.screenshot(path=str(OUT/f"{name}.png"),full_page=full)
        print(name, who.sideways)
    for name,path in {"list":"/surveys/","page":f"/surveys/{n}/","words":f"/surveys/{n}/words/vi/","codes":f"/surveys/{n}/codes/","paper":f"/surveys/{n}/paper/","results":f"/surveys/{closed_}/results/","none":f"/surveys/{n}/results/","comments":f"/surveys/{closed_}/comments/?wave=1","effort":"/effort/","prices":"/effort/prices/","studies":"/effort/studies/"}.items():
        shot(v,path,name); shot(small,path,name+"_320")
    v.go(f"/surveys/{n}/codes/"); v.click("button[value=slips]"); v.page.emulate_media(media="print"); v.page.screenshot(path=str(OUT/"slips_print.png"),full_page=True)
    v.go(f"/surveys/{closed_}/results/"); v.page.screenshot(path=str(OUT/"results_print.png"),full_page=True)
    c=visit("",java_script_enabled=False); s=visit("",width=320,java_script_enabled=False)
    kiosk=survey_codes.plain(a_code())
    shot(c,f"/survey/{kiosk}/?language=en","kid_first"); shot(c,f"/survey/{kiosk}/?language=en&begin=1","kid_q"); shot(s,f"/survey/{kiosk}/?language=vi","kid_first_vi320"); shot(s,f"/survey/{kiosk}/?language=vi&begin=1","kid_q_vi320"); shot(s,f"/survey/{kiosk}/?language=vi&done=1","kid_done_vi320"); shot(s,"/survey/","code_320")
