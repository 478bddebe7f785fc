"""Finding somebody changes only the list, and the page keeps its place."""


def test_A11Y_05_found_people_are_announced_without_leaving_the_page(
    open_page, practice, ines, marisol, aoife
):
    page = open_page("/find/", user=ines)
    page.fill("#name", "quintero")
    page.evaluate("document.documentElement.dataset.stayed = 'yes'")
    page.click("button:has-text('Find')")
    page.wait_for_selector("#found >> text=Marisol Quintero-Hale")

    assert page.evaluate("document.documentElement.dataset.stayed") == "yes"
    assert page.get_attribute("#found", "aria-live") == "polite"
    assert "Aoife" not in page.inner_text("#found")


def test_A11Y_08_finding_works_without_scripts(open_page, practice, ines, marisol):
    page = open_page("/find/", user=ines, javascript=False)
    page.fill("#name", "mari")
    page.click("button:has-text('Find')")
    assert "Marisol" in page.inner_text("#found")
