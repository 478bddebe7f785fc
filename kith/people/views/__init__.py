def posted(request):
    """What was sent, or None on reading: an empty sending is judged too."""
    return request.POST if request.method == "POST" else None
