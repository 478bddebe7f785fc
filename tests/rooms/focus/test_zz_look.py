import pytest
from kith.web.once import fresh_key
@pytest.fixture
def ready(practice, ines):
    return practice
@pytest.mark.django_db(transaction=True)
def test_look(ready, ines, coordinator, marisol, course, take, screened, open_page, watch):
    from kith.intake import actions as ia
    from kith.inventory import actions as inv
    from kith.focus import actions as fa
    from kith.web.once import row_id
    ppl = [("Devin","partner","outer","steady, funny","silent, phone at table"),("Luca","child","inner","hugs","sees quarrels"),("Noor","child","inner","joy","missed bedtimes"),("Pilar","parent","middle","loyal","criticises Devin"),("Tamsin","friend","middle","laughs","not told since spring"),("Greer","boss","outer","fair","overloads"),("Ola","other_family","outer","warm","awkward")]
    made={}
    for n,r,ring,g,h in ppl:
        made[n]=inv.add_person(client=marisol,id=fresh_key(),by=ines,display_name=n,relation=r,ring=ring,good=g,hard=h)
    inv.edit_person(person=made["Devin"],version=1,by=ines,ring="middle")
    take(course, agrees="partly", person=made["Devin"], client_words="I also shout. Put that in.")
    take(course, "role_transition", "secondary", agrees="")
    fa.rate_area(course=course, area="dispute", fit=3, evidence="Sunday row; she gives in.", version=0, by=ines)
    g=fa.add_goal(course=course,id=fresh_key(),by=ines,text="Say one want a week in a plain sentence",sign="Devin answers it",baseline=0,target=8,area="dispute",person_ids=[made["Devin"].pk])
    fa.rate_goal(goal=g,id=fresh_key(),value=3,by=ines)
    for i,(n,u) in enumerate((("Bea Brandt",False),("Zed Young",True),("Marisol Quintero-Hale",False))):
        e=ia.receive(practice=ready,id=row_id(fresh_key(),ready),name=n,reach=f"0700 100 20{i}",words="I cannot sleep since the move.",urgent=u,self_check={"conflict":"yes"})
    from kith.intake.models import Enquiry
    e2=Enquiry.objects.all()[2]
    ia.sign_fit(course=course,id=fresh_key(),by=ines,ratings={"safety_at_home":"caution"},notes={},outcome="ipt_start",reasons="A dispute near the onset.",next_on=None)
    c=f"/courses/{course.pk}"
    pages=[("ask",None,"/ask/lindenhof/"),("sent",None,"/ask/lindenhof/sent/"),("enqs",coordinator,"/enquiries/"),("enq",coordinator,f"/enquiries/{e.pk}/"),("accept",coordinator,f"/enquiries/{e.pk}/accept/"),("new",coordinator,"/enquiries/new/"),
     ("cons",ines,c+"/consultation/"),("hopes",ines,c+"/consultation/hopes/"),("fit",ines,c+"/fit/"),("next",ines,c+"/after-consultation/"),("people",ines,c+"/people/"),("person",ines,c+f"/people/{made['Devin'].pk}/"),
     ("focus",ines,c+"/focus/"),("rate",ines,c+"/focus/evidence/"),("goals",ines,c+"/goals/"),("goal",ines,c+f"/goals/{g.pk}/"),("ownpeople",marisol.user,"/my/people/"),("ownperson",marisol.user,f"/my/people/{made['Devin'].pk}/"),("ownfocus",marisol.user,"/my/focus/"),("owngoal",marisol.user,f"/my/goals/{g.pk}/")]
    from tests.support.browser import axe
    bad=[]
    pages=[p for p in pages if p[0] in ("fit","people","ask","cons","rate")]
    for name,user,path in pages:
        for w in (1320,320):
            page=open_page(path,user=user,width=w)
            page.screenshot(path=f"/tmp/look_intake/{name}_{w}.png",full_page=True)
            sw=page.evaluate("document.documentElement.scrollWidth")
            if sw>w: bad.append((name,w,"scroll",sw))
            bad+=[(name,w,v[:400]) for v in axe(page)]
            page.context.close()
    open("/tmp/look_intake/bad.txt","w").write("\n".join(map(str,bad)))
    open("/tmp/look_intake/trouble.txt","w").write("\n".join(t for t in watch.unexpected))
    watch.trouble.clear()
