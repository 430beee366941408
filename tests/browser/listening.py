"""What a page should not do, written down as it does it."""


def listen(context, base_url, complaints):
    """Write down whatever a page should not do: speak on the console, fail, or ask another host."""

    def request(request):
        if not request.url.startswith((base_url, "data:", "blob:")):
            complaints.append(f"request to another host: {request.url}")

    def failed(request):
        # A browser asks for the icon last, and breaks it off when it leaves; a missing one answers 404.
        if request.url.endswith("/favicon.svg") and request.failure == "net::ERR_ABORTED":
            return
        complaints.append(f"failed request: {request.url} ({request.failure})")

    def response(response):
        if response.status >= 400:
            complaints.append(f"{response.status} for {response.url}")

    context.on("console", lambda message: complaints.append(f"console {message.type}: {message.text}"))
    context.on("weberror", lambda error: complaints.append(f"page error: {error.error}"))
    context.on("request", request)
    context.on("requestfailed", failed)
    context.on("response", response)
