"""Django's settings as the type checker's plugin wants them: a module. Helder itself makes them when it runs."""

from helder.settings import load
from helder.web.configure import options

NO_KEY = "signs nothing: types are all that is read"
globals().update(options(load("helder-home", environment={}, secret_key=NO_KEY)))
